// Lighter or heavier: what a later word says about how much it is, in steps, as a factor, or because something hurts.
import type { Quantity } from './read-quantities.ts';

/** Steps down ("too much", "easier", "shorter") or up; a length or frequency in figures already says how much. */
export function readLoad(text: string, figures: boolean): number {
  if (HURTS.test(text)) return -1;
  // How often is a matter of days.
  if (FEWER.test(text) || /\bmore (?:often|days|sessions|times)\b/i.test(text)) return 0;
  if (/\btoo (?:easy|short|slow|little|few)\b|\bnot (?:enough|hard enough|challenging)\b/i.test(text))
    return 1;
  if (
    /\btoo (?:much|many|hard|long|intense|fast|difficult|heavy|tough|ambitious|often)\b|\b(?:easier|gentler|lighter|slower|overwhelm\w*|exhaust\w*|smaller|fewer|less|reduce|simpler|cut (?:it|this)? ?(?:down|back)|tone (?:it )?down|ease)\b/i.test(
      text,
    )
  )
    return figures ? 0 : -1;
  if (/\bshort(?:er|en)\b/i.test(text)) return figures ? 0 : -1;
  if (
    /\b(?:harder|longer|faster|more (?:often|intense|ambitious|challeng\w*|sessions|days|time|of it)|heavier|bigger|step it up|increase)\b/i.test(
      text,
    )
  )
    return figures ? 0 : 1;
  return 0;
}

/** Something hurts or is injured: lighter, whatever else is said. */
export const HURTS =
  /\b(?:(?:broke|sprained|twisted|injured|hurt|pulled) my|(?:bad|sore|weak) (?:knees?|back|shoulders?|ankles?|hips?)|(?:knees?|back|shoulder|ankle|hip|foot|leg|wrist)s? (?:hurts?|aches?|is sore|are sore)|injur(?:y|ed)|pregnant)\b/i;

/** Asks for fewer sessions: a matter of days, not of load. */
export const FEWER =
  /\b(?:fewer (?:days|sessions|times)|less (?:often|days|sessions)|not (?:so|that) often|too (?:often|many (?:days|sessions|times))|(?:one|1) (?:day|session) less)\b/i;

/** "Double it", "half of it": what the target is multiplied by. */
export function factorIn(plain: string): number {
  if (/\b(?:double|twice) (?:it|that|the)\b/i.test(plain)) return 2;
  return /\b(?:halve it|half (?:of )?(?:it|that)|cut (?:it|that) in half)\b/i.test(plain) ? 0.5 : 1;
}

/** The quantity times `factor`; what a person can do already is never multiplied. */
export function scaled(quantity: Quantity, factor: number): Quantity {
  if (factor === 1 || quantity.baseline) return quantity;
  const amount = quantity.amount * factor;
  const label = quantity.label.replace(/^[\d.]+/, (shown) => String(Number(shown) * factor));
  return { ...quantity, amount, label };
}

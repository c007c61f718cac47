// WhatsApp templates: what a ContentSid and its variables become on the phone.
import { z } from 'zod';
import type { QuickReply, Template } from '../state.ts';
import { VendorError } from './vendor-error.ts';

/** Throws 21656 where the variables are not what the template needs. `variables` is the form's JSON string. */
export function renderTemplate(
  template: Template,
  variables: string | null,
): { body: string; buttons: QuickReply[] } {
  const values = parseVariables(variables);
  const fill = (text: string) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
      const value = values[key];
      if (value === undefined) throw new VendorError(21656);
      return value;
    });
  return {
    body: fill(template.body),
    buttons: template.buttons.map((b) => ({ id: fill(b.id), title: fill(b.title) })),
  };
}

/** Keys to non-empty text without newlines, tabs or four spaces in a row. */
const variableMap = z.record(z.string(), z.string().regex(/^(?!.* {4})[^\n\r\t]+$/));

function parseVariables(json: string | null): Record<string, string> {
  try {
    return variableMap.parse(JSON.parse(json ?? '{}'));
  } catch {
    throw new VendorError(21656);
  }
}

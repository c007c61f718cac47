// What people wrote goes to a model as data, between two marks that nothing inside can write.

/** The marks, as every prompt names them. */
export const FENCE = { open: '<data>', close: '</data>' } as const;

/**
 * `input` as JSON between the marks. What could close them, and whatever is not seen or turns the direction of writing,
 * is escaped as JSON allows: read as JSON, it is `input` again.
 */
export function fence(input: unknown): string {
  const json = JSON.stringify(input).replaceAll(ESCAPED, escape);
  return `${FENCE.open}\n${json}\n${FENCE.close}`;
}

/** Of what JSON leaves as it is: brackets, control characters, and all that Unicode draws as nothing. */
const ESCAPED = /[<>&\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const escape = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16);
    return `\\u${unit.padStart(4, '0')}`;
  }).join('');

// A text that is read by taking pieces out of it: what one reader understood, the next does not see.
// What remains names the goal.

export interface Words {
  /** What is left; a "|" stands where something was taken out. */
  readonly text: string;
  /** Takes out the first match and gives it, or null. */
  cut(pattern: RegExp): RegExpExecArray | null;
  cutAt(index: number, length: number): void;
}

/** Words over `text`. */
export function cutWords(text: string): Words {
  let rest = text;
  const cutAt = (index: number, length: number): void => {
    rest = `${rest.slice(0, index).trimEnd()} | ${rest.slice(index + length).trimStart()}`;
  };
  return {
    get text() {
      return rest;
    },
    cut(pattern) {
      const match = pattern.exec(rest);
      if (match) cutAt(match.index, match[0].length);
      return match;
    },
    cutAt,
  };
}

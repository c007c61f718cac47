// Signs that count in the first words and in every later one.

export const FROM_SCRATCH =
  /\b(?:never|from (?:scratch|zero|nothing)|(?:complete|total|absolute)? ?beginner|no experience|couch|can't (?:run|swim|do|play|cook|draw)|have no idea|new to|haven't .{0,20}(?:years|ever)|out of shape|unfit)\b/i;

export const DAYS_OFF = /\b(?:on|during) (?:my |the )?(?:days? off|free days?|off days?)\b/i;

export const REST_WEEK = /\b(?:rest|recovery|easy|deload|free|off) weeks?\b|\bweek off\b|\bweek of rest\b/i;

// Wishes that would harm somebody: they get no plan for the harm, and where one is asked for all the same, a calm one.
const THING = '(?:a |an |some |the |my |pipe |car |dirty |home ?made )*';

/** Lower-case plain text that asks for harm to others, theft, fraud, break-ins, weapons or drugs. */
export const HARMFUL = new RegExp(
  [
    `\\b(?:make|build|buy|get|plant|assemble) ${THING}(?:bombs?|explosives?|grenades?|molotov\\w*|(?:ghost )?guns?|silencer|nerve gas|poison|bioweapon|ricin|meth|cocaine|heroin|crack)\\b`,
    '\\b(?:kill|murder|poison|stab|strangle|shoot|assassinate|beat up|torture|kidnap|rape|hurt|maim|blackmail|stalk|threaten|harass|get revenge on|take revenge on|bully) (?:my|the|his|her|our|their|a|an|some|that|him|her|them|someone|somebody|people|everyone|you)\\b(?! (?:\\w+ )?(?:time|weeds?|bugs|habits?|darling\\w*|habit|ego|fear\\w*|knee|back|debts?|virus|goal|target|shot|video|film|photos?|landscape))',
    "\\b(?:hack|break) into\\b|\\bhack (?:my|the|his|her|a|an|our|someone|somebody)\\b(?! (?:day|sleep|habits?|brain|morning|time|productivity|hackathon))|\\b(?:read|spy on|track) (?:my )?(?:ex|wife|husband|girlfriend|boyfriend|partner|neighbou?r)(?:'s)? (?:phone|messages|mails?|emails?|location)|\\bspy on\\b",
    '\\b(?:rob|burgle|shoplift|steal(?: from)?|launder|embezzle|counterfeit|forge|scam|defraud) (?:a |an |the |my |some |from |people|old |money|cars?|banks?|bikes?|documents?|id)|\\b(?:cheat on my tax\\w*|evade tax\\w*|insurance fraud|sell (?:drugs|weed|cocaine|meth)|deal drugs|(?:cook|make) meth|set fire to|burn down)\\b',
  ].join('|'),
);

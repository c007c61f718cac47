// Wishes that would harm somebody. They get no plan for the harm: the orchestrator declines,
// and where a plan is asked for all the same, a calm one.
import { oneStrand } from '../lay-course.ts';
import type { Course, Frame, Goal, Recipe } from '../recipe.ts';

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

function calmCourse(_goal: Goal, frame: Frame): Course {
  return oneStrand(
    'Find a way that harms nobody',
    { ...frame, minutes: 15, minutesFixed: true },
    [
      {
        title: 'Write down what is behind it',
        description: 'What happened, what you feel, what you really need. Nobody reads it.',
      },
      {
        title: 'Talk to one person you trust',
        description: 'A friend, a counsellor, a helpline or a mediator: tell them what you wrote.',
      },
      {
        title: 'Choose one fair next step',
        description: 'A conversation, a letter, advice from somebody neutral, or letting it go.',
      },
    ],
    {
      first: 'Know what you need, and one fair step towards it',
      progress: 'How tense it feels from 0 to 10, once a session.',
      note: 'I do not plan anything that harms a person or an animal or is against the law, so this plan looks at what lies behind it.',
    },
  );
}

export const UNSAFE: Recipe[] = [
  {
    key: 'unsafe',
    words: HARMFUL,
    tags: ['mindfulness', 'relationships'],
    perWeek: 2,
    minutes: 15,
    when: 'evening',
    exertion: false,
    brief: true,
    course: calmCourse,
  },
];

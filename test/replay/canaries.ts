// Words that the people of the recorded cases use and nobody else: found in a history, they show that private text got in.
export const CANARIES = {
  name: 'Zephyrine',
  task: 'Quokka stretches',
  wish: 'I want to learn Esperanto, three evenings a week for half an hour',
  /** Recognised by the coach as what they are. */
  revision: 'Only twice a week, please',
  chat: 'remind me to feed the pangolin tomorrow at 7 pm',
};

/** What must not occur in a history, in lower case. The last two: of every phone number and of every e-mail address. */
export const FORBIDDEN = [
  'zephyrine',
  'quokka',
  'stretches',
  'esperanto',
  'evenings',
  'twice a week',
  'pangolin',
  '+1202',
  'example.com',
];

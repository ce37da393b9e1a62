/** The words of a name in snake, camel, Pascal or kebab case, in lower case: `userID` is `user`, `id`. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** A name in the form in which all its spellings are equal: `TotalCents`, `totalCents` and `total_cents`. */
export function foldName(name: string): string {
  return wordsOf(name).join('_');
}

/** As `foldName`, and the plural like the singular: `OrderItem` is `order_items`. */
export function foldTable(name: string): string {
  const words = wordsOf(name);
  return [...words.slice(0, -1), singular(words.at(-1) ?? '')].join('_');
}

const irregular: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['indices', 'index'],
  ['statuses', 'status'],
]);

function singular(word: string): string {
  const known = irregular.get(word);
  if (known !== undefined) return known;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return /[^suia]s$/.test(word) || /[ae]as$/.test(word) ? word.slice(0, -1) : word;
}

/** The spellings of a name in code: as it is, snake, camel and Pascal case. */
export function spellingsOf(name: string): string[] {
  const words = wordsOf(name);
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  const pascal = words.map(capital).join('');
  // Go writes initialisms in capitals.
  const initialisms = words.map((word) => (goInitialisms.has(word) ? word.toUpperCase() : capital(word)));
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  return [...new Set([name, words.join('_'), camel, pascal, initialisms.join('')])].filter(
    (each) => each !== '',
  );
}

const goInitialisms = new Set([
  'id',
  'url',
  'uri',
  'api',
  'ip',
  'uuid',
  'http',
  'json',
  'sql',
  'uid',
  'html',
]);

/** Names of one word that are everywhere in code: alone they say nothing. */
const common = new Set(
  `action active address age amount archived avatar balance body category city code color comment comments completed
  config content count country created currency data date deleted description details disabled duration email enabled
  end error event events expires file filename files filter first flags format from group groups hash height hidden
  host icon id image index info input ip is items key keys kind label language last lat length level limit link list
  lng locale location log logo logs main message metadata meta method mode model name names new node note notes number
  object offset options order orders output owner page parent password path payload percent phone picture place points
  position preview price primary priority private product products project provider public quantity query rank rate
  rating reason record ref region request response result results role roles rows salt schema scope score secret
  section sequence service session settings sha size slug sort source start state status step street subject sum tag
  tags target task team text theme time timestamp timezone title to token total type unit updated uri url usage user
  username users uuid value values version view visible weight width year zip zone`.split(/\s+/),
);

/** Whether a name tells by itself what it means: of several words, or of one that is not in everybody's mouth. */
export function isDistinctive(name: string): boolean {
  const words = wordsOf(name);
  return words.length > 1 || (words[0] !== undefined && words[0].length > 3 && !common.has(words[0]));
}

/** Words of Rails' own list whose plural follows no rule (ActiveSupport::Inflector). */
const irregular: readonly (readonly [string, string])[] = [
  ['person', 'people'],
  ['man', 'men'],
  ['child', 'children'],
  ['move', 'moves'],
  ['datum', 'data'],
  ['medium', 'media'],
  ['quiz', 'quizzes'],
  ['index', 'indices'],
  ['vertex', 'vertices'],
  ['matrix', 'matrices'],
  ['bus', 'buses'],
  ['status', 'statuses'],
  ['alias', 'aliases'],
  ['axis', 'axes'],
  ['movie', 'movies'],
  ['cookie', 'cookies'],
  ['shoe', 'shoes'],
  ['cache', 'caches'],
];
const uncountable = new Set(
  'equipment information rice money species series fish sheep jeans police news'.split(' '),
);

/** As Rails names the parameter of a nested resource: `photos` is `photo_id`. */
export function singularize(name: string): string {
  return ofLastWord(name, (word) => {
    const known = irregular.find(([, plural]) => plural === word)?.[0];
    if (known !== undefined) return known;
    if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
    if (/(?:ss|x|zz|ch|sh)es$/.test(word)) return word.slice(0, -2);
    if (/analyses$|crises$|theses$|bases$/.test(word))
      return word === 'bases' ? 'base' : `${word.slice(0, -2)}is`;
    if (/[lr]ves$/.test(word)) return `${word.slice(0, -3)}f`;
    return /[^su]s$|[aeo]us$/.test(word) && !/(?:is|ss)$/.test(word) ? word.slice(0, -1) : word;
  });
}

/** As Rails names the controller of `resource :profile`: `profiles`. */
export function pluralize(name: string): string {
  return ofLastWord(name, (word) => {
    const known = irregular.find(([singular, plural]) => singular === word || plural === word)?.[1];
    if (known !== undefined) return known;
    if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
    if (/(?:ss|x|ch|sh)$/.test(word)) return `${word}es`;
    return /s$/.test(word) ? word : `${word}s`;
  });
}

function ofLastWord(name: string, change: (word: string) => string): string {
  const at = name.lastIndexOf('_') + 1;
  const word = name.slice(at);
  return uncountable.has(word) ? name : name.slice(0, at) + change(word);
}

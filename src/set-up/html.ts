const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML that was built from escaped parts only. */
export interface Html {
  readonly html: string;
}

type Value = string | Html | readonly Value[];

/** Builds HTML: text is escaped, for content and for quoted attributes; `Html` is taken as it is; lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return {
    html: parts.map((part, index) => (index === 0 ? '' : write(values[index - 1] ?? '')) + part).join(''),
  };
}

function write(value: Value): string {
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (character) => entities[character] ?? '');
  return 'html' in value ? value.html : value.map(write).join('');
}

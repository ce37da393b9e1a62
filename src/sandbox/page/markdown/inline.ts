import { escapeHtml } from '../../../text/html.ts';

/** Elements that may be written as HTML inside a line, without attributes. */
const elements = [
  'sub',
  'sup',
  'kbd',
  'code',
  'b',
  'strong',
  'i',
  'em',
  'ins',
  'del',
  'samp',
  'small',
] as const;

/** Deeper nesting is shown as it was written. */
const depthLimit = 12;

const forms = {
  escape: /\\([!-/:-@[-`{-~])/y,
  code: /`+/y,
  comment: /<!--/y,
  break: /<br ?\/?>/y,
  element: new RegExp(`<(${elements.join('|')})>`, 'y'),
  autolink: /<(https?:\/\/[^\s<>]*)>/y,
  link: /!?\[((?:`[^`\n]*`|\\.|[^[\]\\`])*)\]\(\s*([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)(?:\s+"[^"\n]*")?\s*\)/y,
  url: /https?:\/\/[^\s<>"'`]+/y,
  entity: /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|ndash|mdash|hellip);/y,
  strong: /\*\*(?=\S)|__(?=\S)/y,
  emphasis: /\*(?=[^\s*])|_(?=[^\s_])/y,
  deleted: /~~(?=\S)/y,
  plain: /[^\\`<![h&*_~\n]+/y,
} as const;

/** Renders the text inside a block. Everything that is not one of the forms above comes out escaped. */
export function renderInline(text: string, depth = 0): string {
  if (depth > depthLimit) return escapeHtml(text);
  const missing = new Set<string>();
  let out = '';
  let at = 0;

  const match = (form: RegExp): RegExpExecArray | null => {
    const sticky = new RegExp(form);
    sticky.lastIndex = at;
    return sticky.exec(text);
  };
  /** Where `close` comes next; what was missed once is not looked for again, so that hostile text stays cheap. */
  const find = (close: string, from: number): number => {
    if (missing.has(close)) return -1;
    const found = text.indexOf(close, from);
    if (found === -1) missing.add(close);
    return found;
  };
  const emit = (html: string, end: number): void => {
    out += html;
    at = end;
  };

  while (at < text.length) {
    const found = step();
    if (!found) emit(escapeHtml(text.charAt(at)), at + 1);
  }
  return out;

  function step(): boolean {
    let found = match(forms.plain);
    if (found) {
      emit(escapeHtml(found[0]), at + found[0].length);
      return true;
    }
    if (text.startsWith('\n', at)) {
      emit('<br>\n', at + 1);
      return true;
    }
    found = match(forms.escape);
    if (found) {
      emit(escapeHtml(found[1] ?? ''), at + 2);
      return true;
    }
    found = match(forms.code);
    if (found) return code(found[0]);
    if (match(forms.comment)) {
      const end = find('-->', at + 4);
      if (end === -1) return false;
      emit('', end + 3);
      return true;
    }
    found = match(forms.break);
    if (found) {
      emit('<br>', at + found[0].length);
      return true;
    }
    found = match(forms.element);
    if (found) return between(found[0], `</${found[1]}>`, found[1] ?? '');
    found = match(forms.autolink);
    if (found) {
      emit(anchor(found[1] ?? '', escapeHtml(found[1] ?? '')), at + found[0].length);
      return true;
    }
    found = match(forms.link);
    if (found) {
      emit(anchor(found[2] ?? '', renderInline(found[1] ?? '', depth + 1)), at + found[0].length);
      return true;
    }
    found = isWordStart() ? match(forms.url) : null;
    if (found) {
      const url = found[0].replace(/[.,:;!?)*_~]+$/, '');
      emit(anchor(url, escapeHtml(url)), at + url.length);
      return true;
    }
    found = match(forms.entity);
    if (found) {
      emit(found[0], at + found[0].length);
      return true;
    }
    return marks();
  }

  function code(ticks: string): boolean {
    const start = at + ticks.length;
    const closing = new RegExp(`(?<!\`)${ticks}(?!\`)`, 'g');
    closing.lastIndex = start;
    const key = `code ${ticks.length}`;
    const end = missing.has(key) ? null : closing.exec(text);
    if (!end) {
      missing.add(key);
      emit(ticks, start);
      return true;
    }
    const inner = text.slice(start, end.index).replaceAll('\n', ' ');
    const padded = /^ .* $/.test(inner) && inner.trim() !== '' ? inner.slice(1, -1) : inner;
    emit(`<code>${escapeHtml(padded)}</code>`, end.index + ticks.length);
    return true;
  }
  function marks(): boolean {
    const strong = match(forms.strong);
    if (strong && opens(strong[0]) && between(strong[0], strong[0], 'strong')) return true;
    const emphasis = match(forms.emphasis);
    if (emphasis && opens(emphasis[0]) && between(emphasis[0], emphasis[0], 'em')) return true;
    const deleted = match(forms.deleted);
    return deleted !== null && between(deleted[0], deleted[0], 'del');
  }
  /** Underscores inside words (`set_not_null`) are no emphasis. */
  function opens(mark: string): boolean {
    return !mark.startsWith('_') || isWordStart();
  }
  function isWordStart(): boolean {
    return at === 0 || !/\w/.test(text.charAt(at - 1));
  }
  function between(open: string, close: string, element: string): boolean {
    const start = at + open.length;
    const end = find(close, start);
    if (end <= start) return false;
    const afterSpace = /\s/.test(text.charAt(end - 1)) && !open.startsWith('<');
    const beforeWord = close.startsWith('_') && /\w/.test(text.charAt(end + close.length));
    if (afterSpace || beforeWord) return false;
    emit(`<${element}>${renderInline(text.slice(start, end), depth + 1)}</${element}>`, end + close.length);
    return true;
  }
}

/** A link, where it leads to the web or within the page; the bare text for any other address. */
function anchor(url: string, inner: string): string {
  const safe = /^(?:https?:\/\/|#|\/(?!\/))/i.test(url);
  return safe ? `<a href="${escapeHtml(url)}" rel="nofollow noopener">${inner}</a>` : inner;
}

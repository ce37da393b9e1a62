/** `:v1-operator` is one parameter, `:from-:to` are two. */
const parameter = /\{[^}]*\}|:\w+(?:-\w+)*/g;

/** A path with its parameters as `:`, whatever they are called and however they are written: what callers call. */
export function pathShape(path: string): string {
  return path.replace(parameter, ':');
}

import { entry, type PhpArgument } from './value.ts';

/** Each route of laravel/ui's `Auth::routes()` by the option that turns it off or on: https://github.com/laravel/ui */
const routes: readonly (readonly [option: string, verb: string, path: string])[] = [
  ['login', 'GET', 'login'],
  ['login', 'POST', 'login'],
  ['logout', 'POST', 'logout'],
  ['register', 'GET', 'register'],
  ['register', 'POST', 'register'],
  ['reset', 'GET', 'password/reset'],
  ['reset', 'POST', 'password/email'],
  ['reset', 'GET', 'password/reset/{token}'],
  ['reset', 'POST', 'password/reset'],
  ['confirm', 'GET', 'password/confirm'],
  ['confirm', 'POST', 'password/confirm'],
  ['verify', 'GET', 'email/verify'],
  ['verify', 'GET', 'email/verify/{id}/{hash}'],
  ['verify', 'POST', 'email/resend'],
];

export function authRoutes(args: readonly PhpArgument[]): { verb: string; path: string }[] {
  const isOn = (name: string): boolean => {
    const given = entry(args[0]?.value ?? null, name);
    return given?.kind === 'boolean' ? given.value : name !== 'verify';
  };
  return routes.filter(([name]) => isOn(name)).map(([, verb, path]) => ({ verb, path }));
}

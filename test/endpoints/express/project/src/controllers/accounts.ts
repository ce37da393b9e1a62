import { z } from 'zod';
import { accounts } from '../store';

const update_ = z.object({ name: z.string() });

export async function register(request, response) {
  response.status(201).json(await accounts.add(request.body));
}
export async function login(request, response) {
  const token = await accounts.signIn(request.body);
  if (!token) throw new UnauthorizedError();
  response.json({ token });
}
export function show(request, response) {
  response.json(request.user);
}
export const update = async (request, response) => {
  const changes = update_.parse(request.body);
  response.json(await accounts.change(request.user.id, changes));
};
export async function remove(request, response) {
  await accounts.drop(request.user.id);
  response.sendStatus(204);
}

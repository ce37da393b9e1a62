export function call(client: { get(path: string, done: () => void): void }) {
  client.get('/remote', () => {});
}

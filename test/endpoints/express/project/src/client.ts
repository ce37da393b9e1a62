import { app } from './app';
import request from 'supertest';

export const check = () => request(app).get('/health');
export function load(client: { get(path: string, done: () => void): void }) {
  client.get('/remote', () => {});
}

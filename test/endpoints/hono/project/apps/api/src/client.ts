import { hc } from 'hono/client';
import type app from './index';

const client = hc<typeof app>('http://localhost');
export const call = () => client.api.health.$get();
axios.get('/remote', { headers: {} });

import express from 'express';
import helmet from 'helmet';
import axios from 'axios';
import { apiLimiter } from '#middleware/limits';
import { requireAuth } from '@/middleware/auth';
import { API_PREFIX } from './config';
import api from './routes';
import { registerHealth } from './health';
import { AdminRoutes } from './routes/admin';

export const app = express();
app.use(helmet());
app.use(express.json({ limit: '1mb' }));
registerHealth(app);
app.get('/metrics', (request, response) => {
  response.type('text/plain').send('');
});
app.use(API_PREFIX, apiLimiter, api);
app.use('/admin', requireAuth, new AdminRoutes().router);
app.get('title');
axios.get('/not-a-route', { params: {} });
const cache = new Map<string, () => void>();
cache.get('/neither');

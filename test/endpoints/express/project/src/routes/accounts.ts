import { Router } from 'express';
import { body } from 'express-validator';
import { loginLimiter } from '#middleware/limits';
import { requireAuth } from '@/middleware/auth';
import * as controller from '../controllers/accounts';

const router = Router();
router.post('/', body('email').isEmail(), controller.register);
router.post('/login', loginLimiter, controller.login);
router.use(requireAuth);
router.route('/me').get(controller.show).patch(controller.update).delete(controller.remove);
router.post('/logout', (request, response) => response.status(205).end());
export default router;

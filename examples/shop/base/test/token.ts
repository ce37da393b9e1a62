import jwt from 'jsonwebtoken';

process.env.JWT_SECRET = 'only-for-tests';

export function token(tenant: number): string {
  return jwt.sign({ sub: 'user-1', tenant }, 'only-for-tests', { expiresIn: '1h' });
}

export { auth as middleware } from 'next-auth';

export const config = { matcher: ['/api/reports/:path*'] };

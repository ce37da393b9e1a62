export { auth as middleware } from 'next-auth';

export const config = { matcher: ['/api/admin/:path*', '/api/reports/:path*'] };

import { auth } from 'next-auth';

export const requireSession = async () => auth();
export const withAuth = (handler, options) => async (request, context) => handler({ request, context });

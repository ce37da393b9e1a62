export function requireAuth(request, response, next) {
  if (!request.user) return response.sendStatus(401);
  next();
}
export const requireRole = (role) => (request, response, next) => next();

export default async (app) => {
  app.post('/webhooks/payment', { preValidation: verifySignature }, async (request, reply) => {
    reply.code(200).send();
  });
};

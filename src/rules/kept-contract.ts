/** A contract and the code that keeps it, for the examples of rules that hold the one against the other. */
export const contract = `openapi: 3.0.3
info: { title: shop, version: '1' }
paths:
  /orders:
    get: { summary: List orders, responses: { '200': { description: all } } }
    post:
      summary: Create an order
      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
      responses: { '201': { description: made }, '400': { description: refused } }
  /orders/{id}:
    get: { responses: { '200': { description: one }, '404': { description: none } } }
    delete: { responses: { '204': { description: gone } } }
`;

/** An application of Express, to be gone on. */
export const start = "const app = require('express')();\n";
/** Its routes under a prefix that the contract leaves out. */
export const routes = `${start}app.get('/api/orders', list);
app.post('/api/orders', validate(order), (req, res) => res.status(201).json({}));
app.get('/api/orders/:id', show);
app.delete('/api/orders/:id', remove);
`;

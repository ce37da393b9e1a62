/** A contract that examples of rules edit. */
export const orderContract = `openapi: 3.1.0
paths:
  /orders:
    post:
      security: [{ bearer: [] }]
      parameters:
        - { name: expand, in: query, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [sku]
              properties: { sku: { type: string }, count: { type: integer } }
      responses:
        '201':
          headers:
            ETag: { required: true, schema: { type: string } }
          content:
            application/json:
              schema:
                type: object
                required: [id, total]
                properties:
                  id: { type: string }
                  total: { type: integer }
                  note: { type: string }
`;

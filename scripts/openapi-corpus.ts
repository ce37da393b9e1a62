// A pair of OpenAPI documents as large services have them: many operations, which share schemas that hold each other.

/** About this many bytes of YAML for one of `resources`. */
const bytesPerResource = 5_960;

export interface OpenApiPair {
  readonly base: string;
  readonly head: string;
}

/** Two documents of about `bytes` each, the same in every run; one edit in every twentieth resource. */
export function openApiPair(bytes: number): OpenApiPair {
  const count = Math.max(1, Math.round(bytes / bytesPerResource));
  const resources = Array.from({ length: count }, (_, at) => ({
    name: `Resource${at}`,
    path: `resource${at}`,
    at,
  }));
  const base = documentOf(resources);
  const edited = resources.map((resource) => ({
    ...resource,
    edit: resource.at % 20 === 0 ? resource.at / 20 : null,
  }));
  return { base, head: documentOf(edited) };
}

interface Resource {
  readonly name: string;
  readonly path: string;
  readonly at: number;
  /** Which edit the resource has; null for none. */
  readonly edit?: number | null;
}

function documentOf(resources: readonly Resource[]): string {
  return `openapi: 3.0.3
info: { title: Everything, version: 1.0.0 }
security:
  - bearer: []
paths:
${resources.map(pathsOf).join('')}components:
  securitySchemes:
    bearer: { type: http, scheme: bearer }
  parameters:
    Page: { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }
    PageSize: { name: page_size, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 20 } }
  schemas:
    Error:
      type: object
      required: [code, message]
      properties:
        code: { type: string }
        message: { type: string }
        details: { type: array, items: { type: string } }
${resources.map((resource) => schemasOf(resource, resources.length)).join('')}`;
}

function pathsOf({ name, path, edit }: Resource): string {
  const removed = edit !== null && edit !== undefined && edit % 4 === 3;
  return `  /v1/${path}:
    get:
      operationId: list${name}
      summary: Lists what there is of ${name}, newest first
      description: >-
        Answers with one page of them. The order is that of their creation, and what is archived is left out
        unless it is asked for by its state.
      tags: [${path}]
      parameters:
        - $ref: '#/components/parameters/Page'
        - $ref: '#/components/parameters/PageSize'
        - name: state
          in: query
          schema: { type: string, enum: [active, archived${edit === null || edit === undefined ? '' : ', draft'}] }
      responses:
        '200':
          description: One page
          headers:
            X-Total: { schema: { type: integer } }
          content:
            application/json:
              schema:
                type: object
                required: [items, total]
                properties:
                  items: { type: array, items: { $ref: '#/components/schemas/${name}' } }
                  total: { type: integer }
        '401': { description: No credentials, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
    post:
      operationId: create${name}
      summary: Makes a ${name}
      tags: [${path}]
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/New${name}' }
      responses:
        '201':
          description: Made
          content:
            application/json:
              schema: { $ref: '#/components/schemas/${name}' }
        '422': { description: Refused, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
  /v1/${path}/{id}:
    parameters:
      - name: id
        in: path
        required: true
        schema: { type: string, format: uuid }
    get:
      operationId: get${name}
      tags: [${path}]
      responses:
        '200':
          description: It
          content:
            application/json:
              schema: { $ref: '#/components/schemas/${name}' }
        '404': { description: None, content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } } }
    patch:
      operationId: change${name}
      tags: [${path}]
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/New${name}' }
      responses:
        '200':
          description: Changed
          content:
            application/json:
              schema: { $ref: '#/components/schemas/${name}' }
${removed ? '' : `    delete:\n      operationId: delete${name}\n      tags: [${path}]\n      responses:\n        '204': { description: Gone }\n`}`;
}

function schemasOf({ name, at, edit }: Resource, count: number): string {
  const kind = edit === null || edit === undefined ? null : edit % 4;
  return `    New${name}:
      type: object
      required: [title${kind === 0 ? ', amount' : ''}]
      properties:
        title: { type: string, minLength: 1, maxLength: ${kind === 1 ? 60 : 120} }
        amount: { type: number, minimum: 0, description: 'In the currency of the account, tax included' }
        labels: { type: array, maxItems: 20, items: { type: string, pattern: '^[a-z]+$' } }
        owner: { $ref: '#/components/schemas/Resource${(at + 1) % count}Reference' }
    ${name}Reference:
      type: object
      required: [id]
      properties:
        id: { type: string, format: uuid }
        href: { type: string, format: uri }
    ${name}:
      allOf:
        - $ref: '#/components/schemas/New${name}'
        - type: object
          required: [id, created_at]
          properties:
            id: { type: string, format: uuid, readOnly: true }
            created_at: { type: string, format: date-time, readOnly: true }
            state: { type: string, enum: [active, archived${kind === 2 ? ', draft' : ''}] }
            parent: { $ref: '#/components/schemas/${name}' }
            related: { type: array, items: { $ref: '#/components/schemas/Resource${(at + 7) % count}Reference' } }
${Array.from({ length: 12 }, (_, field) => fieldOf(field, at)).join('')}`;
}

function fieldOf(field: number, at: number): string {
  return `            attribute_${field}:
              type: ${['string', 'integer', 'boolean', 'number'][(field + at) % 4]}
              description: What the ${field}. attribute says of it, as the one who made it wrote it down
              nullable: ${field % 3 === 0}
`;
}

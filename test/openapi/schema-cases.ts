/**
 * Edits of a schema, each in its own place: `ids | from | to | look-alike from | look-alike to`. A row with `{a,b}` stands for one with each. Without a look-alike it is the edit the other way round.
 */
export const schemaCases = `
request-{body,property}-became-enum | { type: string } | { type: string, enum: [a, b] }
request-{body,property}-enum-value-removed | { type: string, enum: [a, b] } | { type: string, enum: [a] } | { type: string, enum: [a, b] } | { type: string, enum: [b, a] }
response-property-enum-value-added | { type: string, enum: [a] } | { type: string, enum: [a, b] } | { type: string, enum: [a] } | { type: string, enum: [a, null], nullable: false }
request-{body,property}-became-not-nullable | { type: string, nullable: true } | { type: string } | { type: string, nullable: true } | { type: [string, 'null'] }
response-{body,property}-became-nullable | { type: string } | { type: string, nullable: true } | { type: string, nullable: true } | { oneOf: [{ type: string }, { type: 'null' }] }
request-{body,property}-const-added | { type: string } | { type: string, const: a } | { type: string, enum: [a] } | { type: string, const: a }
request-{body,property}-const-changed | { type: string, const: a } | { type: string, const: b } | { type: string, const: a } | { type: string, enum: [a] }
response-{body,property}-const-removed | { type: string, const: a } | { type: string } | { type: string, const: a } | { type: string, enum: [a] }
response-{body,property}-const-changed | { type: string, const: a } | { type: string, const: b } | { type: string, const: a } | { type: string, const: a, description: the letter }

request-{body,property}-max-decreased | { type: integer, maximum: 10 } | { type: integer, maximum: 5 }
request-{body,property}-exclusive-max-decreased | { type: integer, exclusiveMaximum: 10 } | { type: integer, exclusiveMaximum: 5 } | { type: integer, maximum: 10, exclusiveMaximum: true } | { type: integer, exclusiveMaximum: 10 }
request-{body,property}-max-length-decreased | { type: string, maxLength: 10 } | { type: string, maxLength: 5 }
request-{body,property}-min-increased | { type: integer, minimum: 1 } | { type: integer, minimum: 5 }
request-{body,property}-exclusive-min-increased | { type: number, exclusiveMinimum: 1 } | { type: number, exclusiveMinimum: 5 } | { type: number, minimum: 1, exclusiveMinimum: true } | { type: number, exclusiveMinimum: 1 }
request-{body,property}-min-items-increased | { type: array, items: {}, minItems: 1 } | { type: array, items: {}, minItems: 2 }
request-{body,property}-min-length-increased | { type: string } | { type: string, minLength: 2 } | { type: string } | { type: string, minLength: 0 }
request-{body,property}-min-contains-increased | { type: array, contains: { type: string }, minContains: 1 } | { type: array, contains: { type: string }, minContains: 2 }
request-{body,property}-max-contains-decreased | { type: array, contains: { type: string }, maxContains: 3 } | { type: array, contains: { type: string }, maxContains: 2 }
request-{body,property}-max-length-set | { type: string } | { type: string, maxLength: 5 }
request-{body,property}-max-set | { type: integer } | { type: integer, maximum: 5 } | { type: integer, exclusiveMaximum: 6 } | { type: integer, maximum: 5 }
request-{body,property}-exclusive-max-set | { type: number } | { type: number, exclusiveMaximum: 5 } | { type: integer, maximum: 5 } | { type: integer, exclusiveMaximum: 6 }
request-{body,property}-min-items-set | { type: array, items: {} } | { type: array, items: {}, minItems: 1 } | { type: array, items: {} } | { type: array, items: {}, minItems: 0 }
request-{body,property}-min-set | { type: integer } | { type: integer, minimum: 1 } | { type: integer, exclusiveMinimum: 0 } | { type: integer, minimum: 1 }
request-{body,property}-exclusive-min-set | { type: number } | { type: number, exclusiveMinimum: 1 } | { type: integer, minimum: 2 } | { type: integer, exclusiveMinimum: 1 }
request-property-pattern-added | { type: string } | { type: string, pattern: '^a' }
request-property-pattern-changed | { type: string, pattern: '^a' } | { type: string, pattern: '^b' } | { type: string, pattern: '^a' } | { type: string, pattern: '.*' }
request-{body,property}-pattern-property-added | { type: object } | { type: object, patternProperties: { '^x': { type: string } } }
response-{body,property}-max-increased | { type: integer, maximum: 5 } | { type: integer, maximum: 10 }
response-{body,property}-exclusive-max-increased | { type: integer, exclusiveMaximum: 5 } | { type: integer, exclusiveMaximum: 10 }
response-{body,property}-max-length-increased | { type: string, maxLength: 5 } | { type: string, maxLength: 10 }
response-{body,property}-max-length-unset | { type: string, maxLength: 5 } | { type: string }
response-{body,property}-min-decreased | { type: integer, minimum: 5 } | { type: integer, minimum: 1 }
response-{body,property}-exclusive-min-decreased | { type: integer, exclusiveMinimum: 5 } | { type: integer, exclusiveMinimum: 1 }
response-{body,property}-min-items-decreased | { type: array, items: {}, minItems: 2 } | { type: array, items: {}, minItems: 1 }
response-{body,property}-min-items-unset | { type: array, items: {}, minItems: 2 } | { type: array, items: {} } | { type: array, items: {}, minItems: 0 } | { type: array, items: {} }
response-{body,property}-min-length-decreased | { type: string, minLength: 2 } | { type: string, minLength: 1 }
response-{body,property}-min-contains-decreased | { type: array, contains: { type: string }, minContains: 2 } | { type: array, contains: { type: string }, minContains: 1 }
response-{body,property}-max-contains-increased | { type: array, contains: { type: string }, maxContains: 2 } | { type: array, contains: { type: string }, maxContains: 3 }
response-{body,property}-pattern-property-removed | { type: object, patternProperties: { '^x': { type: string } } } | { type: object }

request-{body,property}-type-changed | { type: string } | { type: integer } | { type: integer } | { type: number }
response-{body,property}-type-changed | { type: string } | { type: integer } | { type: object, properties: { a: {} } } | { properties: { a: {} } }
response-{body,property}-type-generalized | { type: integer } | { type: number } | { type: integer } | { type: integer, format: int64 }
request-{body,property}-list-of-types-narrowed | { type: [string, integer] } | { type: [string] } | { type: [string, integer] } | { anyOf: [{ type: integer }, { type: string }] }
response-{body,property}-list-of-types-widened | { type: [string, integer] } | { type: [string, integer, boolean] } | { type: [string, integer] } | { oneOf: [{ type: string }, { type: integer }] }

request-{body,property}-all-of-added | { allOf: [{ type: object, title: A, properties: { a: {} } }] } | { allOf: [{ type: object, title: A, properties: { a: {} } }, { title: B, oneOf: [{ required: [b] }, { required: [c] }] }] } | { allOf: [{ type: object, title: A, properties: { a: {} } }] } | { allOf: [{ type: object, title: A, properties: { a: {} } }, { title: B, properties: { b: {} } }] }
request-{body,property}-all-of-removed | { allOf: [{ type: object, title: A, properties: { a: {} } }, { title: B, oneOf: [{ required: [b] }, { required: [c] }] }] } | { allOf: [{ type: object, title: A, properties: { a: {} } }] } | { allOf: [{ type: object, title: A, properties: { a: {} } }, { title: B, description: same }] } | { allOf: [{ type: object, title: A, properties: { a: {} } }] }
request-{body,property}-any-of-removed | { anyOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }, { title: C, type: object, required: [c] }] } | { anyOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }] } | { anyOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }] } | { anyOf: [{ title: B, type: object, required: [b] }, { title: A, type: object, required: [a] }] }
request-{body,property}-one-of-removed | { oneOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }, { title: C, type: object, required: [c] }] } | { oneOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }] } | { oneOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }] } | { anyOf: [{ title: B, type: object, required: [b] }, { title: A, type: object, required: [a] }] }
response-{body,property}-one-of-added | { oneOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }] } | { oneOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }, { title: C, type: object, required: [c] }] } | { oneOf: [{ title: A, type: object, required: [a] }, { title: B, type: object, required: [b] }] } | { oneOf: [{ title: B, type: object, required: [b] }, { title: A, type: object, required: [a] }] }
{request,response}-body-wrapped-in-one-of | { type: object, properties: { a: {} } } | { oneOf: [{ title: A, type: object, properties: { a: {}, b: {} }, required: [b] }, { title: B, type: object, properties: { c: {} } }] } | { type: object, properties: { a: {} } } | { oneOf: [{ type: object, properties: { a: {} } }] }

request-{body,property}-prefix-items-removed | { type: array, prefixItems: [{ type: string }, { type: integer }] } | { type: array, prefixItems: [{ type: string }] }
response-{body,property}-prefix-items-added | { type: array, prefixItems: [{ type: string }] } | { type: array, prefixItems: [{ type: string }, { type: integer }] }
request-{body,property}-<if,then,else,contains,property-names,unevaluated-items,unevaluated-properties>-added | { description: a } | { description: a, <if,then,else,contains,propertyNames,unevaluatedItems,unevaluatedProperties>: { type: string } } | { description: a } | { description: a, <if,then,else,contains,propertyNames,unevaluatedItems,unevaluatedProperties>: true }
response-{body,property}-<if,then,else,contains,property-names,unevaluated-items,unevaluated-properties>-removed | { description: a, <if,then,else,contains,propertyNames,unevaluatedItems,unevaluatedProperties>: { type: string } } | { description: a } | { description: a, <if,then,else,contains,propertyNames,unevaluatedItems,unevaluatedProperties>: true } | { description: a }
request-{body,property}-dependent-required-added | { type: object, dependentRequired: { a: [b] } } | { type: object, dependentRequired: { a: [b], c: [d] } }
response-{body,property}-dependent-required-removed | { type: object, dependentRequired: { a: [b] } } | { type: object }
[request,response]-{body,property}-dependent-required-changed | { type: object, dependentRequired: { a: [b] } } | { type: object, dependentRequired: { a: [c] } } | { type: object, dependentRequired: { a: [b] } } | { type: object, dependentRequired: { a: [b] }, description: as before }
request-{body,property}-dependent-schema-added | { type: object } | { type: object, dependentSchemas: { a: { required: [b] } } }
response-{body,property}-dependent-schema-removed | { type: object, dependentSchemas: { a: { required: [b] } } } | { type: object }
request-{body,property}-content-schema-added | { type: string } | { type: string, contentSchema: { type: object } }
response-{body,property}-content-schema-removed | { type: string, contentSchema: { type: object } } | { type: string }
request-{body,property}-content-media-type-changed | { type: string, contentMediaType: image/png } | { type: string, contentMediaType: image/gif } | { type: string, contentMediaType: image/png } | { type: string }
request-{body,property}-content-encoding-changed | { type: string, contentEncoding: base64 } | { type: string, contentEncoding: base16 } | { type: string, contentEncoding: base64 } | { type: string }
response-{body,property}-content-media-type-changed | { type: string, contentMediaType: image/png } | { type: string, contentMediaType: image/gif } | { type: string } | { type: string, contentMediaType: image/png }
response-{body,property}-content-encoding-changed | { type: string, contentEncoding: base64 } | { type: string, contentEncoding: base16 } | { type: string } | { type: string, contentEncoding: base64 }

request-property-x-extensible-enum-value-removed | { type: string, x-extensible-enum: [a, b] } | { type: string, x-extensible-enum: [a] }

request-parameter-became-enum | { type: string } | { type: string, enum: [a] }
request-parameter-became-not-nullable | { type: string, nullable: true } | { type: string }
request-parameter-default-value-changed | { type: integer, default: 10 } | { type: integer, default: 20 } | { type: integer, default: 10 } | { type: integer, default: 10, example: 20 }
request-parameter-default-value-added | { type: integer } | { type: integer, default: 20 } | { type: integer } | { type: integer, default: null }
request-parameter-default-value-removed | { type: integer, default: 20 } | { type: integer } | { type: integer, default: null } | { type: integer }
request-parameter-enum-value-removed | { type: string, enum: [a, b] } | { type: string, enum: [a] }
request-parameter-x-extensible-enum-value-removed | { type: string, x-extensible-enum: [a, b] } | { type: string, x-extensible-enum: [a] }
request-parameter-max-items-decreased | { type: array, items: {}, maxItems: 10 } | { type: array, items: {}, maxItems: 5 }
request-parameter-max-length-set | { type: string } | { type: string, maxLength: 5 }
request-parameter-max-length-decreased | { type: string, maxLength: 10 } | { type: string, maxLength: 5 }
request-parameter-max-set | { type: integer } | { type: integer, maximum: 5 }
request-parameter-exclusive-max-set | { type: integer } | { type: integer, exclusiveMaximum: 5 } | { type: integer, maximum: 4 } | { type: integer, exclusiveMaximum: 5 }
request-parameter-max-decreased | { type: integer, maximum: 10 } | { type: integer, maximum: 5 }
request-parameter-exclusive-max-decreased | { type: integer, exclusiveMaximum: 10 } | { type: integer, exclusiveMaximum: 5 }
request-parameter-min-items-set | { type: array, items: {} } | { type: array, items: {}, minItems: 1 }
request-parameter-min-items-increased | { type: array, items: {}, minItems: 1 } | { type: array, items: {}, minItems: 2 }
request-parameter-min-length-increased | { type: string, minLength: 1 } | { type: string, minLength: 2 }
request-parameter-min-set | { type: integer } | { type: integer, minimum: 1 } | { type: integer, exclusiveMinimum: 0 } | { type: integer, minimum: 1 }
request-parameter-exclusive-min-set | { type: integer } | { type: integer, exclusiveMinimum: 1 }
request-parameter-min-increased | { type: integer, minimum: 1 } | { type: integer, minimum: 5 }
request-parameter-exclusive-min-increased | { type: integer, exclusiveMinimum: 1 } | { type: integer, exclusiveMinimum: 5 }
request-parameter-pattern-added | { type: string } | { type: string, pattern: '^a' }
request-parameter-pattern-changed | { type: string, pattern: '^a' } | { type: string, pattern: '^b' } | { type: string, pattern: '^a' } | { type: string, pattern: '^.*$' }
request-parameter-type-changed | { type: string } | { type: integer } | { type: integer } | { type: string }
request-parameter-list-of-types-narrowed | { type: [string, integer] } | { type: integer }
request-parameter-property-became-not-nullable | { type: string, nullable: true } | { type: string }
request-parameter-property-enum-value-removed | { type: string, enum: [a, b] } | { type: string, enum: [a] }
request-parameter-property-type-changed | { type: string } | { type: integer } | { type: integer } | { type: integer, format: int32 }
request-parameter-property-type-specialized | { type: number } | { type: integer }
request-parameter-property-list-of-types-narrowed | { type: [string, integer] } | { type: integer }
request-header-property-became-enum | { type: string } | { type: string, enum: [a] }
response-header-type-changed | { type: string } | { type: integer } | { type: integer } | { type: string }
response-header-type-generalized | { type: integer } | { type: number }
response-header-became-nullable | { type: string } | { type: string, nullable: true }
`;

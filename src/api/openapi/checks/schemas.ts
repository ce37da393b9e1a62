/**
 * Schemas in requests and responses: their properties, types, structure and life.
 * Our own: properties that go as announced, `not`, properties that nobody named, and bodies that may be null.
 */
export const schemaChecks = `
new-required-request-property-with-default | breaking | request schema existence add property required hasDefault | new required {what} (with a default)
new-required-request-property | breaking | request schema existence add property required | new required {what}
new-optional-request-property | compatible | request schema existence add property | new optional {what}
request-property-removed | risky | request schema existence remove property <before-sunset,sunset-parse> | {what} is removed before its announced end ({to})
request-property-removed-with-deprecation | compatible | request schema existence remove property deprecated | {what} is removed, as its deprecation announced
request-property-removed | risky | request schema existence remove property | {what} is removed
request-property-became-required-with-default | breaking | request schema requiredness change property required hasDefault | {what} became required (with a default)
request-property-became-required | breaking | request schema requiredness change property required | {what} became required
request-property-became-optional | compatible | request schema requiredness change property | {what} became optional

response-required-write-only-property-removed | compatible | response schema existence remove property required hidden | write-only {what} is removed
response-optional-write-only-property-removed | compatible | response schema existence remove property hidden | write-only {what} is removed
response-required-property-removed | breaking | response schema existence remove property <before-sunset,sunset-parse> required | {what} is removed before its announced end ({to})
response-optional-property-removed | risky | response schema existence remove property <before-sunset,sunset-parse> | {what} is removed before its announced end ({to})
response-property-removed-with-deprecation | compatible | response schema existence remove property deprecated | {what} is removed, as its deprecation announced
response-required-property-removed | breaking | response schema existence remove property required | {what}, which was always there, is removed
response-optional-property-removed | risky | response schema existence remove property | optional {what} is removed
response-required-write-only-property-added | compatible | response schema existence add property required hidden | new write-only {what}
response-optional-write-only-property-added | compatible | response schema existence add property hidden | new write-only {what}
response-required-property-added | compatible | response schema existence add property required | new {what}
response-optional-property-added | compatible | response schema existence add property | new optional {what}
response-write-only-property-became-optional | compatible | response schema requiredness change property !required hidden | write-only {what} became optional
response-write-only-property-became-required | compatible | response schema requiredness change property required hidden | write-only {what} became required
response-property-became-optional | breaking | response schema requiredness change property !required | {what} may be missing now
response-property-became-required | compatible | response schema requiredness change property | {what} is always there now

[request,response]-{body,property}-type-compatible | compatible | [request,response] schema type compatible {body,property} | {what} is {to}, was {from}
request-{body,property}-type-generalized | compatible | request schema type generalize {body,property} | {what} takes {to}, was {from}
request-{body,property}-type-changed | breaking | request schema type <change,specialize> {body,property} | {what} takes {to}, was {from}
response-{body,property}-type-specialized | compatible | response schema type specialize {body,property} | {what} is {to}, was {from}
response-{body,property}-type-generalized | breaking | response schema type generalize {body,property} | {what} is {to}, was {from}
response-{body,property}-type-changed | breaking | response schema type change {body,property} | {what} is {to}, was {from}
request-{body,property}-list-of-types-widened | compatible | request schema type add {body,property} list-of-types | {what} takes {to}, was {from}
request-{body,property}-list-of-types-narrowed | breaking | request schema type remove {body,property} list-of-types | {what} takes {to}, was {from}
response-{body,property}-list-of-types-widened | breaking | response schema type add {body,property} list-of-types | {what} is {to}, was {from}
response-{body,property}-list-of-types-narrowed | compatible | response schema type remove {body,property} list-of-types | {what} is {to}, was {from}
request-{body,property}-became-nullable | compatible | request schema requiredness change {body,property} nullable | {what} may be null
request-{body,property}-became-not-nullable | breaking | request schema requiredness change {body,property} not-nullable | {what} may no longer be null
response-{body,property}-became-nullable | breaking | response schema requiredness change {body,property} nullable | {what} may be null now
response-{body,property}-became-not-nullable | compatible | response schema requiredness change {body,property} not-nullable | {what} is never null

[request,response]-property-deprecated | compatible | [request,response] schema lifecycle change property deprecation | {what} is deprecated
[request,response]-property-deprecated-with-sunset | compatible | [request,response] schema lifecycle change property deprecation-with-sunset | {what} is deprecated and ends on {to}
[request,response]-property-reactivated | compatible | [request,response] schema lifecycle change property reactivated | {what} is no longer deprecated
[request,response]-property-deprecated-sunset-missing | breaking | [request,response] schema lifecycle change property sunset-missing | {what} is deprecated without \`x-sunset\`, which this contract gives elsewhere
[request,response]-property-deprecated-sunset-invalid | breaking | [request,response] schema lifecycle change property sunset-parse | the \`x-sunset\` of {what} ({to}) is no date
[request,response]-property-sunset-date-too-small | breaking | [request,response] schema lifecycle change property {sunset-past,sunset-earlier} | {what} is deprecated with an end that {is over already,is earlier than announced} ({to})
[request,response]-property-stability-decreased | breaking | [request,response] schema lifecycle decrease property stability | {what} was {from} and is {to}
[request,response]-property-stability-increased | compatible | [request,response] schema lifecycle increase property stability | {what} was {from} and is {to}

response-required-property-became-not-write-only | risky | response schema mutability change property not-write-only required | {what} is sent now, it was write-only
[request,response]-optional-property-became-<write-only,not-write-only,read-only,not-read-only> | compatible | [request,response] schema mutability change property <write-only,not-write-only,read-only,not-read-only> !required | {what} became <write-only,no longer write-only,read-only,no longer read-only>
[request,response]-required-property-became-<write-only,not-write-only,read-only,not-read-only> | compatible | [request,response] schema mutability change property <write-only,not-write-only,read-only,not-read-only> required | {what} became <write-only,no longer write-only,read-only,no longer read-only>

request-{body,property}-<one-of,any-of>-added | compatible | request schema structure add {body,property} <one-of,any-of> | {what} may be {to}
request-{body,property}-<one-of,any-of>-removed | breaking | request schema structure remove {body,property} <one-of,any-of> | {what} may no longer be {from}
response-{body,property}-one-of-added | breaking | response schema structure add {body,property} one-of | {what} may be {to} now
response-{body,property}-any-of-added | compatible | response schema structure add {body,property} any-of | {what} may be {to} now
response-{body,property}-<one-of,any-of>-removed | compatible | response schema structure remove {body,property} <one-of,any-of> | {what} is never {from}
[request,response]-body-wrapped-in-one-of | breaking | [request,response] schema structure change body wrapped-in-one-of | {what} is one of several now, none of which is the old one
[request,response]-property-type-changed | breaking | [request,response] schema structure change property wrapped-in-one-of | {what} is one of several now, none of which is the old one
request-{body,property}-all-of-added | breaking | request schema structure add {body,property} all-of | {what} has to be {to} as well
request-{body,property}-all-of-removed | risky | request schema structure remove {body,property} all-of | {what} is no longer {from} as well
response-{body,property}-all-of-added | compatible | response schema structure add {body,property} all-of | {what} is {to} as well
response-{body,property}-all-of-removed | compatible | response schema structure remove {body,property} all-of | {what} is no longer {from} as well
[request,response]-{body,property}-all-of-added-annotation-only | compatible | [request,response] schema structure add {body,property} all-of-annotation-only | {what} is described by {to}
[request,response]-{body,property}-all-of-removed-annotation-only | compatible | [request,response] schema structure remove {body,property} all-of-annotation-only | {what} is no longer described by {from}
[request,response]-{body,property}-discriminator-added | compatible | [request,response] schema structure add {body,property} discriminator | {what} has a discriminator now
[request,response]-{body,property}-discriminator-removed | compatible | [request,response] schema structure remove {body,property} discriminator | {what} no longer has a discriminator
[request,response]-{body,property}-discriminator-property-name-changed | compatible | [request,response] schema structure change {body,property} discriminator | the discriminator of {what} is {to}, was {from}
[request,response]-{body,property}-discriminator-mapping-added | compatible | [request,response] schema structure add {body,property} discriminator-mapping | the discriminator of {what} knows {to}
[request,response]-{body,property}-discriminator-mapping-deleted | compatible | [request,response] schema structure remove {body,property} discriminator-mapping | the discriminator of {what} no longer knows {from}
[request,response]-{body,property}-discriminator-mapping-changed | compatible | [request,response] schema structure change {body,property} discriminator-mapping | the discriminator of {what} means {to}, was {from}

request-{body,property}-prefix-items-added | compatible | request schema structure add {body,property} prefix-items | {what} describes more items one by one
request-{body,property}-prefix-items-removed | breaking | request schema structure remove {body,property} prefix-items | {what} describes fewer items one by one
response-{body,property}-prefix-items-added | breaking | response schema structure add {body,property} prefix-items | {what} describes more items one by one
response-{body,property}-prefix-items-removed | compatible | response schema structure remove {body,property} prefix-items | {what} describes fewer items one by one
request-{body,property}-<if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties>-added | breaking | request schema structure add {body,property} <if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties> | {what} has to hold a new <if,then,else,contains,dependentRequired,dependentSchemas,propertyNames,unevaluatedItems,unevaluatedProperties>
request-{body,property}-<if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties>-removed | compatible | request schema structure remove {body,property} <if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties> | {what} no longer has to hold <if,then,else,contains,dependentRequired,dependentSchemas,propertyNames,unevaluatedItems,unevaluatedProperties>
response-{body,property}-<if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties>-added | compatible | response schema structure add {body,property} <if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties> | {what} holds a new <if,then,else,contains,dependentRequired,dependentSchemas,propertyNames,unevaluatedItems,unevaluatedProperties>
response-{body,property}-<if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties>-removed | breaking | response schema structure remove {body,property} <if,then,else,contains,dependent-required,dependent-schema,property-names,unevaluated-items,unevaluated-properties> | {what} no longer holds <if,then,else,contains,dependentRequired,dependentSchemas,propertyNames,unevaluatedItems,unevaluatedProperties>
[request,response]-{body,property}-dependent-required-changed | breaking | [request,response] schema structure change {body,property} dependent-required | what has to come with {to} in {what} is something else
request-{body,property}-not-<added,changed> | risky | request schema structure <add,change> {body,property} not | {what} may not be what is listed under not
response-{body,property}-not-<removed,changed> | risky | response schema structure <remove,change> {body,property} not | {what} may be what was ruled out under not
request-{body,property}-additional-properties-removed | risky | request schema structure remove {body,property} additional-properties | {what} takes no properties that are not named
`;

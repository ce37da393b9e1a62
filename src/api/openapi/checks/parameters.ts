/** Parameters, the properties of those that are objects, and of headers. Our own: what holds for lists and patterns of them. */
export const parameterChecks = `
new-request-path-parameter | breaking | request parameters existence add path-parameter | new {what}
new-required-request-default-parameter-to-existing-path | breaking | request parameters existence add shared-parameter required | new required {what} of all operations of the path
new-optional-request-default-parameter-to-existing-path | compatible | request parameters existence add shared-parameter | new optional {what} of all operations of the path
new-required-request-parameter | breaking | request parameters existence add parameter required | new required {what}
new-optional-request-parameter | compatible | request parameters existence add parameter | new optional {what}
new-required-request-header-property | breaking | request parameters existence add header-property required | new required {what}
request-parameter-removed-before-sunset | breaking | request parameters existence remove parameter before-sunset | {what} is removed before {to}, the day its end was announced for
request-parameter-sunset-parse | breaking | request parameters existence remove parameter sunset-parse | {what} is removed, and the day its end was announced for ({to}) is no date
request-parameter-removed-with-deprecation | compatible | request parameters existence remove parameter deprecated | {what} is removed, as its deprecation announced
request-parameter-removed | risky | request parameters existence remove parameter | {what} is removed
request-parameter-became-required | breaking | request parameters requiredness change parameter required | {what} became required
request-parameter-became-optional | compatible | request parameters requiredness change parameter | {what} became optional
request-header-property-became-required | breaking | request parameters requiredness change header-property required | {what} became required

request-parameter-deprecated | compatible | request parameters lifecycle change parameter <deprecation,deprecation-with-sunset> | {what} is deprecated
request-parameter-reactivated | compatible | request parameters lifecycle change parameter reactivated | {what} is no longer deprecated
request-parameter-deprecated-sunset-missing | breaking | request parameters lifecycle change parameter sunset-missing | {what} is deprecated without \`x-sunset\`, which this contract gives elsewhere
request-parameter-sunset-parse | breaking | request parameters lifecycle change parameter sunset-parse | the \`x-sunset\` of {what} ({to}) is no date
request-parameter-sunset-date-too-small | breaking | request parameters lifecycle change parameter sunset-past | {what} is deprecated with an end that is over already ({to})
request-parameter-sunset-date-changed-too-small | breaking | request parameters lifecycle change parameter sunset-earlier | {what} ends on {to}, earlier than announced ({from})
request-parameter-sunset-deleted | breaking | request parameters lifecycle remove parameter sunset | the announced end of {what} ({from}) is no longer told

request-parameter-type-generalized | compatible | request parameters type generalize parameter | {what} takes {to}, was {from}
request-parameter-type-changed | breaking | request parameters type <change,specialize> parameter | {what} takes {to}, was {from}
request-parameter-property-type-generalized | compatible | request parameters type generalize parameter-property | {what} takes {to}, was {from}
request-parameter-property-type-specialized | breaking | request parameters type specialize parameter-property | {what} takes {to}, was {from}
request-parameter-property-type-changed | risky | request parameters type change parameter-property | {what} takes {to}, was {from}
request-{parameter,parameter-property}-list-of-types-widened | compatible | request parameters type add {parameter,parameter-property} list-of-types | {what} takes {to}, was {from}
request-{parameter,parameter-property}-list-of-types-narrowed | breaking | request parameters type remove {parameter,parameter-property} list-of-types | {what} takes {to}, was {from}
request-{parameter,parameter-property}-became-nullable | compatible | request parameters requiredness change {parameter,parameter-property} nullable | {what} may be null
request-{parameter,parameter-property}-became-not-nullable | breaking | request parameters requiredness change {parameter,parameter-property} not-nullable | {what} may no longer be null

request-header-property-became-enum | breaking | request parameters values change header-property enum | {what} takes only listed values now
request-parameter-became-enum | breaking | request parameters values change parameter enum | {what} takes only listed values now
request-{parameter,parameter-property}-enum-value-added | compatible | request parameters values add {parameter,parameter-property} enum | {what} takes {to}
request-{parameter,parameter-property}-enum-value-removed | breaking | request parameters values remove {parameter,parameter-property} enum | {what} no longer takes {from}
request-parameter-x-extensible-enum-value-removed | breaking | request parameters values remove parameter x-extensible-enum | {what} no longer takes {from}
request-parameter-default-value-changed | breaking | request parameters values change parameter default | {what} is {to} where it is left out, was {from}
request-parameter-default-value-added | breaking | request parameters values add parameter default | {what} is {to} where it is left out
request-parameter-default-value-removed | breaking | request parameters values remove parameter default | {what} is no longer {from} where it is left out

request-parameter-<max-items,max-length,max,exclusive-max>-increased | compatible | request parameters constraints increase parameter <max-items,max-length,max,exclusive-max> | the limit of {what} (<most items,longest,most,below>) is {to}, was {from}
request-parameter-<max-items,max-length,max,exclusive-max>-decreased | breaking | request parameters constraints decrease parameter <max-items,max-length,max,exclusive-max> | the limit of {what} (<most items,longest,most,below>) is {to}, was {from}
request-parameter-<min-items,min-length,min,exclusive-min>-increased | breaking | request parameters constraints increase parameter <min-items,min-length,min,exclusive-min> | the limit of {what} (<fewest items,shortest,least,above>) is {to}, was {from}
request-parameter-<min-items,min-length,min,exclusive-min>-decreased | compatible | request parameters constraints decrease parameter <min-items,min-length,min,exclusive-min> | the limit of {what} (<fewest items,shortest,least,above>) is {to}, was {from}
request-parameter-<max-items,max-length,max,exclusive-max,min-items,min,exclusive-min>-set | risky | request parameters constraints set parameter <max-items,max-length,max,exclusive-max,min-items,min,exclusive-min> | {what} has a limit now (<most items,longest,most,below,fewest items,least,above>): {to}
request-parameter-pattern-added | breaking | request parameters constraints add parameter pattern | {what} has to match a pattern now
request-parameter-pattern-removed | compatible | request parameters constraints remove parameter pattern | {what} no longer has to match a pattern
request-parameter-pattern-generalized | compatible | request parameters constraints generalize parameter pattern | the pattern of {what} takes everything
request-parameter-pattern-changed | risky | request parameters constraints change parameter pattern | {what} has to match another pattern
`;

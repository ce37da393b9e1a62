import type { ContractLevel } from '../contract-change.ts';
import { shownValue } from '../shown-value.ts';

/**
 * id | level where nothing about the place says otherwise | what it says, filled from what the comparison tells. Ids
 * and levels are those of graphql-inspector. Words that the schema's authors wrote (descriptions, reasons) are left
 * out: they say nothing to callers that the schema does not.
 */
const table = `
FIELD_ARGUMENT_DESCRIPTION_CHANGED | compatible | the description of argument \`{argumentName}\` changed
FIELD_ARGUMENT_DEFAULT_CHANGED | risky | the default of argument \`{argumentName}\` of \`{fieldName}\` is {newDefaultValue}, was {oldDefaultValue}
FIELD_ARGUMENT_TYPE_CHANGED | breaking | argument \`{argumentName}\` of \`{fieldName}\` takes {newArgumentType}, was {oldArgumentType}
DIRECTIVE_REMOVED | breaking | the directive \`@{removedDirectiveName}\` is removed
DIRECTIVE_ADDED | compatible | new directive \`@{addedDirectiveName}\`
DIRECTIVE_DESCRIPTION_CHANGED | compatible | the description of the directive changed
DIRECTIVE_LOCATION_ADDED | compatible | the directive may stand at \`{addedDirectiveLocation}\`
DIRECTIVE_LOCATION_REMOVED | breaking | the directive may no longer stand at \`{removedDirectiveLocation}\`
DIRECTIVE_ARGUMENT_ADDED | breaking | new argument \`{addedDirectiveArgumentName}\`: {addedDirectiveArgumentType}
DIRECTIVE_ARGUMENT_REMOVED | breaking | argument \`{removedDirectiveArgumentName}\` is removed
DIRECTIVE_ARGUMENT_DESCRIPTION_CHANGED | compatible | the description of argument \`{directiveArgumentName}\` changed
DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED | risky | the default of argument \`{directiveArgumentName}\` is {newDirectiveArgumentDefaultValue}, was {oldDirectiveArgumentDefaultValue}
DIRECTIVE_ARGUMENT_TYPE_CHANGED | breaking | argument \`{directiveArgumentName}\` takes {newDirectiveArgumentType}, was {oldDirectiveArgumentType}
DIRECTIVE_REPEATABLE_ADDED | compatible | the directive may be repeated
DIRECTIVE_REPEATABLE_REMOVED | risky | the directive may no longer be repeated
ENUM_VALUE_REMOVED | breaking | the value \`{removedEnumValueName}\` is removed
ENUM_VALUE_ADDED | risky | new value \`{addedEnumValueName}\`
ENUM_VALUE_DESCRIPTION_CHANGED | compatible | the description of \`{enumValueName}\` changed
ENUM_VALUE_DEPRECATION_REASON_CHANGED | compatible | \`{enumValueName}\` is deprecated for another reason
ENUM_VALUE_DEPRECATION_REASON_ADDED | compatible | \`{enumValueName}\` is deprecated
ENUM_VALUE_DEPRECATION_REASON_REMOVED | compatible | \`{enumValueName}\` is no longer deprecated, or without a reason
FIELD_REMOVED | breaking | the field \`{removedFieldName}\` is removed
FIELD_ADDED | compatible | new field \`{addedFieldName}\`: {addedFieldReturnType}
FIELD_DESCRIPTION_CHANGED | compatible | the description of \`{fieldName}\` changed
FIELD_DESCRIPTION_ADDED | compatible | \`{fieldName}\` is described
FIELD_DESCRIPTION_REMOVED | compatible | \`{fieldName}\` is no longer described
FIELD_DEPRECATION_ADDED | compatible | \`{fieldName}\` is deprecated
FIELD_DEPRECATION_REMOVED | compatible | \`{fieldName}\` is no longer deprecated
FIELD_DEPRECATION_REASON_CHANGED | compatible | \`{fieldName}\` is deprecated for another reason
FIELD_DEPRECATION_REASON_ADDED | compatible | the deprecation of \`{fieldName}\` has a reason
FIELD_DEPRECATION_REASON_REMOVED | compatible | the deprecation of \`{fieldName}\` has no reason any more
FIELD_TYPE_CHANGED | breaking | \`{fieldName}\` is {newFieldType}, was {oldFieldType}
FIELD_ARGUMENT_ADDED | breaking | new argument \`{addedArgumentName}\` of \`{fieldName}\`: {addedArgumentType}
FIELD_ARGUMENT_REMOVED | breaking | argument \`{removedFieldArgumentName}\` of \`{fieldName}\` is removed
INPUT_FIELD_REMOVED | breaking | the input field \`{removedFieldName}\` is removed
INPUT_FIELD_ADDED | breaking | new input field \`{addedInputFieldName}\`: {addedInputFieldType}
INPUT_FIELD_DESCRIPTION_ADDED | compatible | \`{inputFieldName}\` is described
INPUT_FIELD_DESCRIPTION_REMOVED | compatible | \`{inputFieldName}\` is no longer described
INPUT_FIELD_DESCRIPTION_CHANGED | compatible | the description of \`{inputFieldName}\` changed
INPUT_FIELD_DEFAULT_VALUE_CHANGED | risky | the default of \`{inputFieldName}\` is {newDefaultValue}, was {oldDefaultValue}
INPUT_FIELD_TYPE_CHANGED | breaking | \`{inputFieldName}\` takes {newInputFieldType}, was {oldInputFieldType}
OBJECT_TYPE_INTERFACE_ADDED | risky | it implements \`{addedInterfaceName}\`
OBJECT_TYPE_INTERFACE_REMOVED | breaking | it no longer implements \`{removedInterfaceName}\`
SCHEMA_QUERY_TYPE_CHANGED | breaking | queries start at {newQueryTypeName}, was {oldQueryTypeName}
SCHEMA_MUTATION_TYPE_CHANGED | breaking | mutations start at {newMutationTypeName}, was {oldMutationTypeName}
SCHEMA_SUBSCRIPTION_TYPE_CHANGED | breaking | subscriptions start at {newSubscriptionTypeName}, was {oldSubscriptionTypeName}
TYPE_REMOVED | breaking | the type \`{removedTypeName}\` is removed
TYPE_ADDED | compatible | new type \`{addedTypeName}\`
TYPE_KIND_CHANGED | breaking | it is {newTypeKind}, was {oldTypeKind}
TYPE_DESCRIPTION_CHANGED | compatible | the description of the type changed
TYPE_DESCRIPTION_REMOVED | compatible | the type is no longer described
TYPE_DESCRIPTION_ADDED | compatible | the type is described
UNION_MEMBER_REMOVED | breaking | the member \`{removedUnionMemberTypeName}\` is removed
UNION_MEMBER_ADDED | risky | new member \`{addedUnionMemberTypeName}\`
DIRECTIVE_USAGE_UNION_MEMBER_ADDED | risky | the union has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_UNION_MEMBER_REMOVED | risky | the union has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_ENUM_ADDED | risky | the enum has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_ENUM_REMOVED | risky | the enum has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_ENUM_VALUE_ADDED | risky | \`{enumValueName}\` has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_ENUM_VALUE_REMOVED | risky | \`{enumValueName}\` has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_INPUT_OBJECT_ADDED | risky | the input has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_INPUT_OBJECT_REMOVED | risky | the input has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_FIELD_ADDED | risky | \`{fieldName}\` has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_FIELD_REMOVED | risky | \`{fieldName}\` has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_SCALAR_ADDED | risky | the scalar has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_SCALAR_REMOVED | risky | the scalar has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_OBJECT_ADDED | risky | the type has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_OBJECT_REMOVED | risky | the type has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_INTERFACE_ADDED | risky | the interface has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_INTERFACE_REMOVED | risky | the interface has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_ARGUMENT_DEFINITION_ADDED | risky | argument \`{argumentName}\` has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_ARGUMENT_DEFINITION_REMOVED | risky | argument \`{argumentName}\` has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_SCHEMA_ADDED | risky | the schema has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_SCHEMA_REMOVED | risky | the schema has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_FIELD_DEFINITION_ADDED | risky | \`{fieldName}\` has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_FIELD_DEFINITION_REMOVED | risky | \`{fieldName}\` has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_INPUT_FIELD_DEFINITION_ADDED | risky | \`{inputFieldName}\` has \`@{addedDirectiveName}\`
DIRECTIVE_USAGE_INPUT_FIELD_DEFINITION_REMOVED | risky | \`{inputFieldName}\` has no \`@{removedDirectiveName}\` any more
DIRECTIVE_USAGE_ARGUMENT_ADDED | compatible | \`@{directiveName}\` gets \`{addedArgumentName}\`
DIRECTIVE_USAGE_ARGUMENT_REMOVED | risky | \`@{directiveName}\` gets no \`{removedArgumentName}\` any more
`;

interface ChangeType {
  readonly id: string;
  readonly level: ContractLevel;
  readonly message: string;
}

const levels: readonly ContractLevel[] = ['breaking', 'risky', 'compatible'];

/** All changes of a GraphQL schema that are told apart. */
export const changeTypes: readonly ChangeType[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [id = '', given, message = ''] = line.split(' | ');
    const level = levels.find((each) => each === given);
    if (level === undefined) throw new Error(`no level: ${line}`);
    return { id, level, message };
  });

const messages = new Map(changeTypes.map(({ id, message }) => [id, message]));

/** What a change says: a clause, code in backticks. `meta` is what the comparison tells of it. */
export function changeMessage(id: string, meta: Readonly<Record<string, unknown>>): string {
  const message = messages.get(id) ?? id.toLowerCase().replaceAll('_', ' ');
  return message.replace(/(`?@?)\{(\w+)\}/g, (_, before: string, name: string) => {
    const value = meta[name];
    return before === '' ? codeOrNothing(value) : `${before}${shownValue(value)}`;
  });
}

function codeOrNothing(value: unknown): string {
  return value === undefined || value === null || value === '' ? 'nothing' : `\`${shownValue(value)}\``;
}

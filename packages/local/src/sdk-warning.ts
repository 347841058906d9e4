/**
 * The AWS SDK warns in each process that Node 20 is to be dropped in January 2027. It is a supported version until
 * then, and the warning would come between the lines of every command and every worker's log.
 */
export const withoutNodeWarning = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' } as const

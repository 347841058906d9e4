import type { ResultWriter } from './asl.ts'

/** Where a Map puts its children's results; the state then carries only the place of `manifest.json`. */
export interface WriterProps {
  readonly to:
    | { readonly bucket: string; readonly prefix: string }
    | { readonly bucketPath: `$.${string}`; readonly prefixPath: `$.${string}` }
}

export function writerFields(props: WriterProps): ResultWriter {
  return {
    Resource: 'arn:aws:states:::s3:putObject',
    Parameters:
      'bucket' in props.to
        ? { Bucket: props.to.bucket, Prefix: props.to.prefix }
        : { 'Bucket.$': props.to.bucketPath, 'Prefix.$': props.to.prefixPath },
  }
}

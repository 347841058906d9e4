import { fixtureApp, synthesizeFixture } from './fixture-app.ts'

/*
 * Synthesizes the fixture in a process of its own, so that a test can give it another user, time zone, language and
 * working folder. Prints the output folder, which the caller removes.
 */
const [parent, environment] = process.argv.slice(2)
if (parent === undefined || environment === undefined)
  throw new Error('usage: synthesize-elsewhere <folder> <environment>')
process.umask(0o077)
const app = fixtureApp(parent)
await synthesizeFixture(app, environment)
process.stdout.write(app.outdir)

import { col } from '@hourglass/catalog-kit/col'
import type { Table } from '@hourglass/catalog-kit/table'
import { expect, test } from 'vitest'
import type { TargetWorld } from './target-contract.ts'
import { answers, load, loadPart, partOf, publishRows } from './target-tables.ts'

/** Live tables, staging and parts. */
export function stagingContract(open: () => Promise<TargetWorld>): void {
  test('a live table that is not what the catalog says is refused', async () => {
    await using world = await open()
    const { target } = world
    await target.ensureTable(answers)
    await target.ensureTable(answers)
    const changed: Table = { ...answers, columns: { ...answers.columns, more: col.int({ doc: 'More.' }) } }
    await expect(target.ensureTable(changed)).rejects.toMatchObject({ name: 'TargetTableChangedError' })
  })

  test('a part is loaded once, whoever else loads it', async () => {
    await using world = await open()
    const { target } = world
    await target.prepareStaging(answers, 's1')
    const part = partOf('r1', 0, 2)
    const rows = [{ id: 1 }, { id: 2 }]
    expect(await loadPart(target, answers, 's1', part, rows)).toEqual({ loaded: true })
    expect(await loadPart(target, answers, 's1', part, rows)).toEqual({ loaded: false })
    await target.prepareStaging(answers, 's1')
    expect(await loadPart(target, answers, 's1', part, rows)).toEqual({ loaded: false })
    await target.dropStaging('s1')
    await target.dropStaging('s1')
    await target.prepareStaging(answers, 's1')
    expect(await loadPart(target, answers, 's1', part, rows)).toEqual({ loaded: true })
  })

  test('fails when other rows came than are recorded, and keeps none of them', async () => {
    await using world = await open()
    const { target } = world
    await target.prepareStaging(answers, 's1')
    const failure = loadPart(target, answers, 's1', partOf('r1', 0, 3), [{ id: 1 }])
    await expect(failure).rejects.toMatchObject({ name: 'TargetWriteError' })
    expect(await loadPart(target, answers, 's1', partOf('r1', 0, 1), [{ id: 1 }])).toEqual({ loaded: true })
  })

  test('fails when there is no staging to load into or to publish', async () => {
    await using world = await open()
    const { target } = world
    const lost = { name: 'StagingLostError' }
    await expect(loadPart(target, answers, 'none', partOf('r1', 0, 1), [{ id: 1 }])).rejects.toMatchObject(lost)
    const request = await load(target, answers, { fence: 1, parts: [[{ id: 1 }]] })
    await target.dropStaging(request.staging)
    await expect(target.publish(request)).rejects.toMatchObject(lost)
  })

  test('fails when a part is missing, is not in the manifest, or the manifest does not add up', async () => {
    await using world = await open()
    const { target } = world
    const parts = [[{ id: 1 }], [{ id: 2 }]]
    const whole = await load(target, answers, { fence: 1, parts })
    const { manifest } = whole
    const more = { ...manifest, rows: 3, rowsRead: 3, parts: [...manifest.parts, partOf('run-1', 2, 1)] }
    await expect(target.publish({ ...whole, manifest: more })).rejects.toMatchObject({ name: 'StagingLostError' })
    const conserved = { name: 'ConservationError' }
    const fewer = { ...manifest, rows: 1, rowsRead: 1, parts: manifest.parts.slice(0, 1) }
    await expect(target.publish({ ...whole, manifest: fewer })).rejects.toMatchObject(conserved)
    for (const wrong of [{ rowsRead: 3 }, { rows: 3, rowsRead: 3 }, { rowsQuarantined: 1 }]) {
      const request = { ...whole, manifest: { ...manifest, ...wrong } }
      await expect(target.publish(request)).rejects.toMatchObject(conserved)
    }
    expect(await world.rows(answers.target)).toEqual([])
    expect(await publishRows(target, answers, { fence: 1, parts })).toMatchObject({ result: 'published' })
  })
}

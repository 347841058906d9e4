import { expect, test } from 'vitest'
import { Slots } from './slots.ts'

test('holders beyond the count wait in order', async () => {
  const slots = new Slots(2)
  const order: number[] = []
  await slots.take()
  await slots.take()
  const third = slots.take().then(() => order.push(3))
  const fourth = slots.take().then(() => order.push(4))
  await new Promise(setImmediate)
  expect(order).toEqual([])
  slots.give()
  await third
  expect(order).toEqual([3])
  slots.give()
  await fourth
  slots.give()
  slots.give()
  await slots.take()
  expect(order).toEqual([3, 4])
})

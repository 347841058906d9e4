import { storeContract } from '../contract/store-contract.ts'
import { memoryStore } from './memory-store.ts'

storeContract(async () => {
  const store = memoryStore()
  return { store, textOf: async (key) => store.textOf(key), [Symbol.asyncDispose]: async () => undefined }
})

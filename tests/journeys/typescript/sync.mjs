// Changes resources as commercetools' importers do: @commercetools/sync-actions compares what is with what shall be and
// says which update actions lead there. Prints, per resource, what was asked and what is then another than it shall be.
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import sync from '@commercetools/sync-actions'

const { CTP_PROJECT_KEY, CTP_CLIENT_ID, CTP_CLIENT_SECRET, CTP_AUTH_URL, CTP_API_URL } = process.env
const run = randomUUID().slice(0, 8)
const en = (text) => ({ en: text })

const who = Buffer.from(`${CTP_CLIENT_ID}:${CTP_CLIENT_SECRET}`).toString('base64')
const granted = await fetch(`${CTP_AUTH_URL}/oauth/token?grant_type=client_credentials`, {
  method: 'POST',
  headers: { Authorization: `Basic ${who}` },
})
const { access_token: token } = await granted.json()

async function ask(method, path, body) {
  const answer = await fetch(`${CTP_API_URL}/${CTP_PROJECT_KEY}/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const json = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${JSON.stringify(json)}`)
  return json
}

const told = {}

/** Make one, see it as `seen`, change it to what `change` makes of that, and see it again. */
async function goes(path, syncer, draft, change, seen = path) {
  const made = await ask('POST', path, draft)
  const one = made.customer ?? made
  const address = `${seen}/${one.id}${seen === path ? '' : '?staged=true'}`
  const before = await ask('GET', address)
  const shall = change(structuredClone(before))
  const actions = syncer.buildActions(shall, before)
  await ask('POST', `${path}/${one.id}`, { version: before.version, actions })
  const after = await ask('GET', address)
  const differs = Object.keys(shall).filter(
    (name) => !['version', 'lastModifiedAt', 'lastModifiedBy', 'hasStagedChanges'].includes(name) && !isDeepStrictEqual(after[name], shall[name]),
  )
  told[path] = { actions: actions.map((one) => one.action), differs: Object.fromEntries(differs.map((name) => [name, [shall[name], after[name]]])) }
  return after
}

await goes(
  'categories',
  sync.createSyncCategories(),
  { name: en('Hats'), slug: en(`sync-${run}`), orderHint: '0.1' },
  (was) => ({ ...was, name: { en: 'Caps', de: 'Mützen' }, slug: en(`caps-${run}`), description: en('For heads'), orderHint: '0.2', key: `caps-${run}`, metaTitle: en('Caps') }),
)
const type = await goes(
  'product-types',
  sync.createSyncProductTypes(),
  {
    name: 'hat',
    description: 'worn on heads',
    attributes: [{ name: 'colour', label: en('Colour'), type: { name: 'text' }, isRequired: false }],
  },
  (was) => ({ ...was, name: 'cap', description: 'worn in the sun', key: `cap-${run}` }),
)
const tax = await goes(
  'tax-categories',
  sync.createSyncTaxCategories(),
  { name: 'standard', rates: [] },
  (was) => ({ ...was, name: 'reduced', description: 'for books', key: `reduced-${run}` }),
)
const price = (centAmount) => ({ value: { type: 'centPrecision', currencyCode: 'EUR', centAmount, fractionDigits: 2 } })
await goes(
  'products',
  sync.createSyncProducts(),
  {
    productType: { typeId: 'product-type', id: type.id },
    taxCategory: { typeId: 'tax-category', id: tax.id },
    name: en('Bowler'),
    slug: en(`bowler-${run}`),
    masterVariant: { sku: `bowler-${run}`, attributes: [{ name: 'colour', value: 'black' }], prices: [price(4990)] },
  },
  (was) => ({
    ...was,
    name: en('Bowler hat'),
    description: en('It keeps the rain off'),
    key: `bowler-${run}`,
    masterVariant: {
      ...was.masterVariant,
      attributes: [{ name: 'colour', value: 'brown' }],
      prices: [{ ...was.masterVariant.prices[0], ...price(5990) }],
    },
  }),
  'product-projections',
)
await goes(
  'inventory',
  sync.createSyncInventories(),
  { sku: `bowler-${run}`, quantityOnStock: 10 },
  (was) => ({ ...was, quantityOnStock: 7, availableQuantity: 7, restockableInDays: 3 }),
)
await goes(
  'customers',
  sync.createSyncCustomers(),
  { email: `${run}@example.com`, password: 'correct horse', firstName: 'Ann' },
  (was) => ({ ...was, firstName: 'Anna', lastName: 'Lind', email: `anna-${run}@example.com`, companyName: 'Hats Ltd', locale: 'de' }),
)
await goes(
  'customer-groups',
  sync.createSyncCustomerGroup(),
  { groupName: `club ${run}` },
  (was) => ({ ...was, name: `members ${run}`, key: `club-${run}` }),
)
await goes(
  'channels',
  sync.createSyncChannels(),
  { key: `warehouse-${run}`, roles: ['InventorySupply'] },
  (was) => ({ ...was, name: en('Warehouse'), description: en('In the north') }),
)
await goes(
  'states',
  sync.createSyncStates(),
  { key: `packed-${run}`, type: 'LineItemState' },
  (was) => ({ ...was, name: en('Packed'), description: en('In a box') }),
)
await goes(
  'types',
  sync.createSyncTypes(),
  { key: `noted-${run}`, name: en('Noted'), resourceTypeIds: ['category'] },
  (was) => ({ ...was, name: en('With a note'), description: en('For all that is worth a note') }),
)
await goes(
  'zones',
  sync.createSyncZones(),
  { name: `Europe ${run}`, locations: [{ country: 'DE' }] },
  (was) => ({ ...was, name: `The north ${run}`, description: 'Cold', locations: [{ country: 'DE' }, { country: 'SE' }] }),
)
await goes(
  'stores',
  sync.createSyncStores(),
  { key: `berlin-${run}`, name: en('Berlin') },
  (was) => ({ ...was, name: en('Berlin Mitte'), languages: ['de'] }),
)
await goes(
  'shipping-methods',
  sync.createSyncShippingMethods(),
  { name: `post ${run}`, taxCategory: { typeId: 'tax-category', id: tax.id }, zoneRates: [], isDefault: false },
  (was) => ({ ...was, name: `parcel ${run}`, key: `parcel-${run}`, localizedDescription: en('By van') }),
)
await goes(
  'cart-discounts',
  sync.createSyncCartDiscounts(),
  {
    name: en('Ten per cent'),
    value: { type: 'relative', permyriad: 1000 },
    target: { type: 'lineItems', predicate: '1 = 1' },
    cartPredicate: '1 = 1',
    sortOrder: `0.${parseInt(run, 16) || 1}1`,
    isActive: false,
  },
  (was) => ({ ...was, name: en('Five per cent'), value: { type: 'relative', permyriad: 500 }, key: `five-${run}` }),
)

console.log(JSON.stringify(told))

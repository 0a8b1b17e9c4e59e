// Changes resources as commercetools' importers do: @commercetools/sync-actions compares what is with what shall be and
// says which update actions lead there. Prints, per resource, what was asked and what is then another than it shall be.
import { randomUUID } from 'node:crypto'
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
  const answer = await fetch(`${CTP_API_URL}/${CTP_PROJECT_KEY}/${path}`.replace(/\/$/, ''), {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const json = await answer.json()
  if (!answer.ok) throw new Error(`${method} ${path} ${JSON.stringify(body)}: ${JSON.stringify(json)}`)
  return json
}

const told = {}
const OURS = ['version', 'lastModifiedAt', 'lastModifiedBy', 'hasStagedChanges']

/** Whether `after` is all that it shall be; what the server adds (ids, defaults) may be there, too. */
function isAsWanted(shall, after) {
  if (Array.isArray(shall)) return shall.length === after?.length && shall.every((one, at) => isAsWanted(one, after[at]))
  if (shall === null || typeof shall !== 'object') return (shall ?? undefined) === (after ?? undefined)
  return Object.keys(shall).every((name) => isAsWanted(shall[name], after?.[name]))
}

/** Make one, see it as `seen`, change it to what `change` makes of that, and see it again. */
async function goes(path, syncer, draft, change, { seen = path, name = path, hints } = {}) {
  const made = await ask('POST', path, draft)
  const one = made.customer ?? made
  const address = `${seen}/${one.id}${seen === path ? '' : '?staged=true'}`
  return becomes(name, path, await ask('GET', address), address, syncer, change, hints)
}

async function becomes(name, path, before, address, syncer, change, hints = () => ({})) {
  const shall = change(structuredClone(before))
  const actions = syncer.buildActions(shall, before, hints(before, shall)).flat() // of a changed asset it makes a list in the list
  await ask('POST', path === '' ? '' : `${path}/${before.id}`, { version: before.version, actions })
  const after = await ask('GET', address)
  const differs = [...new Set([...Object.keys(shall), ...Object.keys(before)])].filter(
    (field) => !OURS.includes(field) && !isAsWanted(shall[field], after[field]),
  )
  told[name] = { actions: actions.map((one) => one.action), differs: Object.fromEntries(differs.map((field) => [field, [shall[field], after[field]]])) }
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
  { name: `standard ${run}`, rates: [] },
  (was) => ({ ...was, name: `reduced ${run}`, description: 'for books', key: `reduced-${run}` }),
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
  { seen: 'product-projections' },
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

// What has parts: each is added, changed, moved or removed where it stands.
const anew = ({ id, ...rest }) => rest // it is replaced by one of the same kind
const ref = (typeId, one) => ({ typeId, id: one.id })
const noted = await ask('POST', 'types', {
  key: `parts-${run}`,
  name: en('Parts'),
  resourceTypeIds: ['category', 'customer', 'product-price', 'asset', 'channel', 'store', 'customer-group', 'cart-discount', 'discount-code', 'shipping-method', 'inventory-entry', 'address'],
  fieldDefinitions: ['note', 'size'].map((name) => ({ name, label: en(name), required: false, type: { name: 'String' } })),
})
const withNote = (note) => ({ type: ref('type', noted), fields: { note } })
const parent = await ask('POST', 'categories', { name: en('All'), slug: en(`all-${run}`) })
const asset = (key) => ({ key, name: en(key), sources: [{ uri: `https://example.com/${key}` }] })

await goes(
  'categories',
  sync.createSyncCategories(),
  { name: en('Boots'), slug: en(`boots-${run}`), assets: [asset('photo'), asset('plan')], custom: withNote('old'), externalId: 'x' },
  (was) => ({
    ...was,
    parent: ref('category', parent),
    ancestors: [ref('category', parent)],
    assets: [{ ...anew(was.assets[0]), name: en('changed') }, asset('film')],
    custom: { ...was.custom, fields: { note: 'new', size: 'large' } },
    externalId: undefined,
  }),
  { name: 'categories and their parts' },
)
const enums = (...keys) => keys.map((key) => ({ key, label: key }))
const lenums = (...keys) => keys.map((key) => ({ key, label: en(key) }))
/** What who uses the library has to find out for it: which attribute, and which of its values, became which. */
function changesOf(was, shall) {
  const pairs = (before, after, same) => [
    ...before.map((previous) => ({ previous, next: after.find((one) => same(one, previous)) })),
    ...after.filter((one) => !before.some((other) => same(one, other))).map((next) => ({ previous: undefined, next })),
  ]
  const definitions = pairs(was, shall, (one, other) => one.name === other.name)
  const values = definitions
    .filter(({ previous, next }) => previous && next?.type.values)
    .flatMap(({ previous, next }) =>
      pairs(previous.type.values, next.type.values, (one, other) => one.key === other.key).map((pair) => ({
        ...pair,
        hint: { attributeName: next.name, isLocalized: next.type.name === 'lenum' },
      })),
    )
  return { attributeDefinitions: definitions, attributeEnumValues: values }
}
const attribute = (name, type, more = {}) => ({ name, label: en(name), type, isRequired: false, attributeConstraint: 'None', inputHint: 'SingleLine', isSearchable: true, ...more })
await goes(
  'product-types',
  sync.createSyncProductTypes(),
  {
    name: 'shoe',
    key: `shoe-${run}`,
    description: 'worn on feet',
    attributes: [
      attribute('cut', { name: 'enum', values: enums('red', 'blue') }),
      attribute('fit', { name: 'lenum', values: lenums('wide', 'slim') }),
      attribute('tags', { name: 'set', elementType: { name: 'text' } }),
      attribute('gone', { name: 'text' }),
    ],
  },
  (was) => {
    const [cut, fit, tags] = was.attributes
    return {
      ...was,
      attributes: [
        { ...tags, label: en('Tags'), isSearchable: false },
        { ...cut, inputTip: en('choose'), type: { name: 'enum', values: [{ key: 'red', label: 'Red' }, ...enums('green')] } },
        { ...fit, type: { name: 'lenum', values: lenums('wide', 'slim', 'tall') } },
        attribute('since', { name: 'date' }),
      ],
    }
  },
  { name: 'product types and their attributes', hints: (was, shall) => ({ nestedValuesChanges: changesOf(was.attributes, shall.attributes) }) },
)
const rate = (name, amount, country) => ({ name, amount, includedInPrice: true, country, subRates: [] })
await goes(
  'tax-categories',
  sync.createSyncTaxCategories(),
  { name: `rated ${run}`, rates: [rate('de', 0.19, 'DE'), rate('at', 0.2, 'AT')] },
  (was) => ({ ...was, rates: [{ ...anew(was.rates[0]), amount: 0.16 }, rate('se', 0.25, 'SE')] }),
  { name: 'tax categories and their rates' },
)
const shoe = await ask('POST', 'product-types', {
  name: 'sneaker',
  description: 'x',
  attributes: [attribute('hue', { name: 'enum', values: enums('red', 'blue') }), attribute('made', { name: 'text' }, { attributeConstraint: 'SameForAll' })],
})
const image = (label) => ({ url: `https://example.com/${label}.jpg`, label, dimensions: { w: 1, h: 1 } })
const club = await ask('POST', 'customer-groups', { groupName: `sync ${run}` })
await goes(
  'products',
  sync.createSyncProducts(),
  {
    productType: ref('product-type', shoe),
    name: en('Sneaker'),
    slug: en(`sneaker-${run}`),
    categories: [ref('category', parent)],
    masterVariant: {
      sku: `sneaker-${run}-1`,
      attributes: [{ name: 'hue', value: 'red' }, { name: 'made', value: 'DE' }],
      prices: [price(100), { ...price(90), country: 'DE' }, { ...price(80), customerGroup: ref('customer-group', club), custom: withNote('cheap') }],
      images: [image('front'), image('back')],
      assets: [asset('leaflet')],
    },
    variants: [
      { sku: `sneaker-${run}-2`, attributes: [{ name: 'hue', value: 'blue' }, { name: 'made', value: 'DE' }] },
      { sku: `sneaker-${run}-3`, attributes: [{ name: 'made', value: 'DE' }] },
    ],
    metaTitle: en('old'),
    searchKeywords: { en: [{ text: 'shoe' }] },
  },
  (was) => ({
    ...was,
    categories: [],
    metaTitle: undefined,
    metaDescription: en('new'),
    searchKeywords: { en: [{ text: 'shoe' }, { text: 'sneaker' }] },
    masterVariant: {
      ...was.masterVariant,
      sku: `sneaker-${run}-one`,
      attributes: [{ name: 'hue', value: { key: 'blue', label: 'blue' } }, { name: 'made', value: 'PT' }],
      prices: [{ ...was.masterVariant.prices[0], ...price(110) }, { ...was.masterVariant.prices[2], custom: withNote('cheaper') }, { ...price(70), country: 'AT' }],
      images: [image('back'), image('side')],
      assets: [{ ...was.masterVariant.assets[0], name: en('Manual') }, asset('film')],
    },
    variants: [
      { ...was.variants[0], attributes: [{ name: 'made', value: 'PT' }], images: [image('new')] },
      { id: 4, sku: `sneaker-${run}-4`, attributes: [{ name: 'hue', value: { key: 'red', label: 'red' } }, { name: 'made', value: 'PT' }], prices: [price(5)] },
    ],
  }),
  { seen: 'product-projections', name: 'products and their variants', hints: () => ({ sameForAllAttributeNames: ['made'] }) },
)
const address = (key, more) => ({ key, country: 'DE', city: key, ...more })
await goes(
  'customers',
  sync.createSyncCustomers(),
  {
    email: `parts-${run}@example.com`,
    password: 'correct horse',
    addresses: [address('home'), address('work'), address('old')],
    defaultShippingAddress: 0,
    defaultBillingAddress: 0,
    shippingAddresses: [0, 2],
    custom: withNote('new customer'),
    title: 'Dr',
  },
  (was) => ({
    ...was,
    addresses: [{ ...was.addresses[0], city: 'Berlin' }, was.addresses[1], address('beach')],
    defaultShippingAddressId: was.addresses[1].id,
    shippingAddressIds: [was.addresses[0].id, was.addresses[1].id],
    billingAddressIds: [was.addresses[0].id],
    custom: undefined,
    title: undefined,
    salutation: 'Ms',
    vatId: 'DE1',
    dateOfBirth: '1990-01-31',
    customerGroup: ref('customer-group', club),
    stores: [],
  }),
  { name: 'customers and their addresses' },
)
await goes(
  'types',
  sync.createSyncTypes(),
  {
    key: `fields-${run}`,
    name: en('Fields'),
    resourceTypeIds: ['category'],
    fieldDefinitions: [
      { name: 'field-a', label: en('a'), required: false, type: { name: 'String' }, inputHint: 'SingleLine' },
      { name: 'field-b', label: en('b'), required: false, type: { name: 'Enum', values: enums('x', 'y') } },
      { name: 'field-c', label: en('c'), required: false, type: { name: 'LocalizedEnum', values: lenums('x') } },
    ],
  },
  (was) => {
    const [a, b, c] = was.fieldDefinitions
    return {
      ...was,
      fieldDefinitions: [
        { ...a, inputHint: 'MultiLine' },
        { ...b, label: en('B') },
        { ...c, type: { name: 'LocalizedEnum', values: [{ key: 'x', label: en('X') }, ...lenums('w')] } },
        { name: 'field-d', label: en('d'), required: false, type: { name: 'Boolean' } },
      ],
    }
  },
  { name: 'types and their fields' },
)
const north = await ask('POST', 'zones', { name: `north ${run}`, locations: [{ country: 'NO' }] })
const south = await ask('POST', 'zones', { name: `south ${run}`, locations: [{ country: 'IT' }] })
const flat = (centAmount, currencyCode = 'EUR') => ({ price: { type: 'centPrecision', currencyCode, centAmount, fractionDigits: 2 }, tiers: [] })
await goes(
  'shipping-methods',
  sync.createSyncShippingMethods(),
  {
    name: `boat ${run}`,
    taxCategory: ref('tax-category', tax),
    isDefault: false,
    zoneRates: [{ zone: ref('zone', north), shippingRates: [flat(500), flat(600, 'USD')] }],
    custom: withNote('slow'),
  },
  (was) => ({
    ...was,
    zoneRates: [
      { zone: ref('zone', north), shippingRates: [flat(550)] },
      { zone: ref('zone', south), shippingRates: [flat(900)] },
    ],
    custom: { ...was.custom, fields: { note: 'slower' } },
    predicate: '1 = 1',
  }),
  { name: 'shipping methods and their rates' },
)
const tenth = await ask('POST', 'cart-discounts', {
  name: en('A tenth'),
  value: { type: 'relative', permyriad: 1000 },
  target: { type: 'shipping' },
  cartPredicate: '1 = 1',
  sortOrder: `0.${parseInt(run, 16) || 1}3`,
  isActive: false,
  requiresDiscountCode: true,
})
await goes(
  'discount-codes',
  sync.createSyncDiscountCodes(),
  { code: `CODE-${run}`, cartDiscounts: [ref('cart-discount', tenth)], name: en('Code'), groups: ['a'], custom: withNote('x') },
  (was) => ({
    ...was,
    name: en('The code'),
    description: en('A code'),
    isActive: false,
    cartPredicate: 'country = "DE"',
    maxApplications: 7,
    maxApplicationsPerCustomer: 1,
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2027-01-01T00:00:00.000Z',
    groups: ['b'],
    custom: { ...was.custom, fields: { note: 'y' } },
    key: `code-${run}`,
  }),
)
await goes(
  'product-discounts',
  sync.createSyncProductDiscounts(),
  { name: en('Sale'), value: { type: 'relative', permyriad: 100 }, predicate: 'sku = "nothing"', sortOrder: `0.${parseInt(run, 16) || 1}5`, isActive: false },
  (was) => ({
    ...was,
    name: en('Summer sale'),
    description: en('Hot'),
    key: `sale-${run}`,
    predicate: 'sku = "nothing at all"',
    sortOrder: `0.${parseInt(run, 16) || 1}7`,
    value: { type: 'absolute', money: [{ type: 'centPrecision', currencyCode: 'EUR', centAmount: 10, fractionDigits: 2 }] },
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2027-01-01T00:00:00.000Z',
  }),
)
await goes(
  'standalone-prices',
  sync.createSyncStandalonePrices(),
  { sku: `alone-${run}`, ...price(1000), tiers: [{ minimumQuantity: 10, ...price(900) }] },
  (was) => ({
    ...was,
    ...price(1100),
    key: `alone-${run}`,
    active: false,
    tiers: [{ minimumQuantity: 10, ...price(950) }, { minimumQuantity: 20, ...price(800) }],
    validUntil: '2027-01-01T00:00:00.000Z',
  }),
)
const cart = await ask('POST', 'carts', {
  currency: 'EUR',
  taxMode: 'External',
  customLineItems: [{ name: en('Hat'), slug: 'hat', quantity: 3, money: { currencyCode: 'EUR', centAmount: 1000 } }],
  shippingAddress: address('home'),
})
await goes(
  'orders',
  sync.createSyncOrders(),
  { cart: ref('cart', cart), version: cart.version },
  (was) => ({ ...was, orderState: 'Confirmed', paymentState: 'Paid', shipmentState: 'Ready' }),
)
await becomes('the project', '', await ask('GET', ''), '', sync.createSyncProjects(), (was) => ({
  ...was,
  countries: [...new Set([...was.countries, 'DE', 'SE'])],
  currencies: [...new Set([...was.currencies, 'EUR', 'SEK'])],
  languages: [...new Set([...was.languages, 'en', 'sv'])],
}))

console.log(JSON.stringify(told))

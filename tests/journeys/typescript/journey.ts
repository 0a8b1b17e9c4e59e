/**
 * From an empty catalogue to a placed order, by the commercetools SDK for TypeScript as it comes from npm.
 * It reads the CTP_… variables like any example of the SDK and prints what it got as JSON.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { createApiBuilderFromCtpClient, type Message } from '@commercetools/platform-sdk'
import { ClientBuilder } from '@commercetools/ts-client'

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

const projectKey = setting('CTP_PROJECT_KEY')
const client = new ClientBuilder()
  .withProjectKey(projectKey)
  .withClientCredentialsFlow({
    host: setting('CTP_AUTH_URL'),
    projectKey,
    credentials: { clientId: setting('CTP_CLIENT_ID'), clientSecret: setting('CTP_CLIENT_SECRET') },
    scopes: setting('CTP_SCOPES').split(' '),
    httpClient: fetch,
  })
  .withHttpMiddleware({ host: setting('CTP_API_URL'), httpClient: fetch })
  .build()
const shop = createApiBuilderFromCtpClient(client).withProjectKey({ projectKey })
const run = randomUUID().slice(0, 8)

const project = (await shop.get().execute()).body

const taxCategory = (
  await shop
    .taxCategories()
    .post({
      body: {
        name: `standard ${run}`,
        key: `standard-${run}`,
        rates: [{ name: 'MwSt', amount: 0.19, includedInPrice: true, country: 'DE' }],
      },
    })
    .execute()
).body
const productType = (
  await shop
    .productTypes()
    .post({
      body: {
        name: 'hat',
        key: `hat-${run}`,
        description: 'what is worn on heads',
        attributes: [{ name: 'colour', label: { en: 'Colour' }, type: { name: 'text' }, isRequired: false }],
      },
    })
    .execute()
).body
const category = (
  await shop
    .categories()
    .post({ body: { name: { en: 'Hats' }, slug: { en: `hats-${run}` }, key: `hats-${run}` } })
    .execute()
).body
const draft = (
  await shop
    .products()
    .post({
      body: {
        productType: { typeId: 'product-type', key: productType.key },
        taxCategory: { typeId: 'tax-category', id: taxCategory.id },
        categories: [{ typeId: 'category', id: category.id }],
        name: { en: 'Bowler' },
        slug: { en: `bowler-${run}` },
        masterVariant: {
          sku: `bowler-black-${run}`,
          attributes: [{ name: 'colour', value: 'black' }],
          prices: [
            { value: { currencyCode: 'EUR', centAmount: 4990 }, country: 'DE' },
            { value: { currencyCode: 'EUR', centAmount: 5490 } },
          ],
        },
      },
    })
    .execute()
).body
await shop
  .products()
  .withId({ ID: draft.id })
  .post({
    body: {
      version: draft.version,
      actions: [
        { action: 'changeName', name: { en: 'Bowler hat' }, staged: true },
        { action: 'publish' },
      ],
    },
  })
  .execute()
const [found] = (
  await shop
    .productProjections()
    .get({
      queryArgs: {
        where: `slug(en="bowler-${run}")`,
        priceCurrency: 'EUR',
        priceCountry: 'DE',
        expand: 'productType',
      },
    })
    .execute()
).body.results
const stock = (
  await shop
    .inventory()
    .post({ body: { sku: `bowler-black-${run}`, quantityOnStock: 10 } })
    .execute()
).body

const empty = (
  await shop
    .carts()
    .post({
      body: {
        currency: 'EUR',
        country: 'DE',
        customerEmail: 'shopper@example.com',
        inventoryMode: 'ReserveOnOrder',
      },
    })
    .execute()
).body
const cart = (
  await shop
    .carts()
    .withId({ ID: empty.id })
    .post({
      body: {
        version: empty.version,
        actions: [
          { action: 'addLineItem', sku: `bowler-black-${run}`, quantity: 2 },
          {
            action: 'setShippingAddress',
            address: {
              country: 'DE',
              firstName: 'Ada',
              lastName: 'Lovelace',
              streetName: 'Unter den Linden',
              streetNumber: '1',
              postalCode: '10117',
              city: 'Berlin',
            },
          },
        ],
      },
    })
    .execute()
).body
const placed = (
  await shop
    .orders()
    .post({
      body: { cart: { typeId: 'cart', id: cart.id }, version: cart.version, orderNumber: `ts-${run}` },
    })
    .execute()
).body
const order = (await shop.orders().withId({ ID: placed.id }).get().execute()).body
const ordered = (await shop.carts().withId({ ID: cart.id }).get().execute()).body
const left = (await shop.inventory().withId({ ID: stock.id }).get().execute()).body
let messages: Message[] = []
for (let tries = 0; tries < 100 && messages.length === 0; tries++) {
  // messages are a view of what happened, and come a moment later
  if (tries > 0) await setTimeout(100)
  const where = `resource(id="${order.id}")`
  messages = (await shop.messages().get({ queryArgs: { where } }).execute()).body.results
}

console.log(
  JSON.stringify({
    project: project.key,
    name: found?.name.en,
    'product type': found?.productType.obj?.key === productType.key,
    price: found?.masterVariant.price?.value.centAmount,
    'cart total': cart.totalPrice.centAmount,
    tax: cart.taxedPrice?.totalTax?.centAmount,
    'order total': order.totalPrice.centAmount,
    'order number': order.orderNumber === `ts-${run}`,
    'order state': order.orderState,
    'cart state': ordered.cartState,
    available: left.availableQuantity,
    messages: messages.map((message) => message.type),
  }),
)

'use server';

export async function createOrder(form: FormData) {
  await db.order.create({ data: form });
}

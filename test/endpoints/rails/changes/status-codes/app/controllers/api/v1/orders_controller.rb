class Api::V1::OrdersController < Api::V1::BaseController
  load_and_authorize_resource only: %i[update destroy]
  rate_limit to: 5, within: 1.minute, only: :create

  def index
    pagy, orders = pagy(Order.all, limit: 40)
    render json: { orders:, next: pagy.next }
  end

  def show
    order = Order.find_by(id: params[:id])
    render json: order
  end

  def create
    key = request.headers["Idempotency-Key"]
    order = Order.create_once!(key, order_params)
    render json: order, status: :created
  end

  def update
    @order.update(order_params) ? render(json: @order) : render(json: @order.errors, status: :unprocessable_content)
  end

  def destroy
    @order.destroy!
    head 204
  end

  private

  def order_params
    params.expect(order: [:sku, :quantity])
  end
end

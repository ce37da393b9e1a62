module Api
  module V1
    module Orders
      class RefundsController < BaseController
        def create
          refund = Refund.create!(order_id: params[:order_id])
          render json: refund, status: :accepted
        end
      end
    end
  end
end

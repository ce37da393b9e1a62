module Billing
  class InvoicesController < ::ApplicationController
    def index
      render json: Invoice.paginate(page: params[:page], per_page: 20)
    end

    def show
      render json: Invoice.find(params[:id])
    end
  end
end

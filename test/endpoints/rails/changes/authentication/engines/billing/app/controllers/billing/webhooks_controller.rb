module Billing
  class WebhooksController < ActionController::API
    def receive
      head :accepted
    end

    private

    def verify_signature
      head :unauthorized unless Signature.valid?(request)
    end
  end
end

module Shop
  class StripeHook < Sinatra::Base
    post "/" do
      Stripe.receive(request.body.read)
      status 202
    end
  end

  class MailHook < Sinatra::Base
    before do
      halt 401 unless request.env["HTTP_X_MAIL_TOKEN"] == ENV.fetch("MAIL_TOKEN")
    end

    post "/bounces" do
      Bounce.create!(params)
      204
    end

    post "/opens" do
      Open.create!(params)
      204
    end
  end
end

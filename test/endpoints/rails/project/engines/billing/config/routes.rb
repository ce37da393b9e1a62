Billing::Engine.routes.draw do
  resources :invoices, only: %i[index show]
  post "webhooks/:provider", to: "webhooks#receive"
end

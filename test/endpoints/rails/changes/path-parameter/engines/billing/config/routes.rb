Billing::Engine.routes.draw do
  resources :invoices, only: %i[index show]
  post "webhooks", to: "webhooks#receive"
end

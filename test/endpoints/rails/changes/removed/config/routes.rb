Rails.application.routes.draw do
  root to: "home#index"

  devise_for :users, controllers: { sessions: "users/sessions" }, path_names: { sign_in: "login" }

  get "health" => "health#show"
  get "about", to: redirect("/pages/about")
  get "pages/imprint"
  match "search", to: "search#index", via: %i[get post]

  concern :commentable do
    resources :comments, only: %i[index create]
  end

  resources :projects, param: :slug, except: %i[new edit] do
    concerns :commentable
    member do
      post :archive
      get "export(.:format)", action: :export
    end
    get :recent, on: :collection
    resources :milestones, shallow: true, only: %i[create show], controller: "project_milestones"
  end

  resource :profile, only: %i[show update] do
  end

  scope "(:locale)", locale: /en|de/ do
    get "help/*topic", to: "help#show"
  end

  %w[weekly monthly].each do |period|
    get "reports/#{period}", to: "reports##{period}"
  end

  authenticate :user, ->(user) { user.admin? } do
    get "metrics", to: "metrics#show"
  end

  draw :admin

  namespace :api, defaults: { format: :json } do
    namespace :v1 do
      resources :orders do
        scope module: :orders do
          resource :refund, only: :create
        end
      end
      resources :sessions, only: :create
      controller :status do
        get :status
      end
    end
  end

  mount Billing::Engine, at: "/billing"
  mount Sidekiq::Web => "/sidekiq"

  get "debug/mail", to: "debug#mail" if Rails.env.test?
end

namespace :admin, path: "backstage" do
  resources :users, only: %i[index update destroy] do
    collection { get :export }
  end
end

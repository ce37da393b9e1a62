class Users::SessionsController < Devise::SessionsController
end

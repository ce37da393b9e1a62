module Shop
  module Helpers
    module Access
      def current_user
        @current_user ||= User.find_by_token(request.env["HTTP_AUTHORIZATION"])
      end

      def authenticate!
        halt 401, json(error: "sign in") unless current_user
      end

      def staff
        halt 403 unless current_user.staff?
      end

      def page_of(list)
        list.paginate(page: params[:page], per_page: 5000)
      end
    end
  end
end

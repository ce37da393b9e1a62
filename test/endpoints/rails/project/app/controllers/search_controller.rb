class SearchController < ApplicationController
  rate_limit to: 30, within: 1.minute, only: :index

  def index
    query = params.expect(:q)
    @results = policy_scope(Project).search(query).page(params[:page]).per(25)
  end
end

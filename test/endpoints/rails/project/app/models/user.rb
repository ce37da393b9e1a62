class User < ApplicationRecord
  devise :database_authenticatable, :recoverable, :rememberable

  has_many :orders
  scope :active, -> { where(active: true) }
end

from rest_framework.throttling import UserRateThrottle


class RefundThrottle(UserRateThrottle):
    rate = "3/hour"

from rest_framework import serializers


class OrderSerializer(serializers.Serializer):
    sku = serializers.CharField()
